import Speech
import Testing

/// Answers of one-shot endpoints, in the shapes that relays give them.
struct OneShotReadingTests {
  @Test(arguments: [
    (#"{"metadata":{},"results":{"channels":[{"alternatives":[{"transcript":"hello there","confidence":0.9}]}]}}"#, "hello there"),
    (#"{"results":{"channels":[{"alternatives":[{"transcript":"left"}]},{"alternatives":[{"transcript":"right"}]}]}}"#, "left right"),
    (#"{"data":{"results":{"channels":[{"alternatives":[{"transcript":"wrapped"}]}]}}}"#, "wrapped"),
    (#"{"transcript":"hello"}"#, "hello"), (#"{"text":"hello"}"#, "hello"), ("hello there", "hello there"),
    (#"{"results":{"channels":[{"alternatives":[{"transcript":""}]}]}}"#, ""),
  ])
  func wordsAreFound(_ body: String, _ words: String) { #expect(OneShotReading(Array(body.utf8)).transcript == words) }

  @Test(arguments: ["", "{}", #"{"error":"no key"}"#, #"{"err_code":"Bad Request","err_msg":"no"}"#, "[1,2]"])
  func otherAnswersHaveNone(_ body: String) { #expect(OneShotReading(Array(body.utf8)).transcript == nil) }

  @Test func theProfilesMappingIsTried() {
    let mapping = MessagesSetting(#"{"transcript":"$.said"}"#)
    #expect(OneShotReading(Array(#"{"said":"hello"}"#.utf8), messages: mapping).transcript == "hello")
  }
}
