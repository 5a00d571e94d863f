import Speech
import Testing

struct PolledAnswersTests {
  private func news(_ answers: [String]) -> [[String]] {
    var polled = PolledAnswers()
    return answers.map { polled.take(Array($0.utf8)).map { String(decoding: $0, as: UTF8.self) } }
  }

  @Test func ofAListWhatWasNotThereBefore() {
    #expect(news(["[]", #"[{"a":1}]"#, #"[{"a":1}]"#, #"[{"a":1},{"a":2},"three"]"#]) == [[], [#"{"a":1}"#], [], [#"{"a":2}"#, "three"]])
  }

  @Test func aListInsideAnObject() {
    #expect(news([#"{"id":"7","results":["one"]}"#, #"{"id":"7","results":["one","two"]}"#]) == [["one"], ["two"]])
  }

  @Test func ofAnythingElseEachChange() { #expect(news(["one", "one", "two", ""]) == [["one"], [], ["two"], []]) }

  @Test func aShorterListIsAnother() { #expect(news([#"["one","two"]"#, #"["three"]"#]) == [["one", "two"], ["three"]]) }
}
