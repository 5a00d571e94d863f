import Speech
import TestSupport
import Testing

@Suite struct JSONValueTests {
  private func parse(_ text: String) throws(JSONFault) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

  @Test func readsEveryKind() throws {
    let value = try parse(#" {"a":[1,-2.5e2,true,false,null,"x\"\\\/\b\f\n\r\tAé😀"], "b" : {} , "a2": 0} "#)
    let expected: JSONValue = ["a": [1, -250, true, false, nil, "x\"\\/\u{8}\u{C}\n\r\tAé😀"], "b": [:], "a2": 0]
    #expect(value == expected)
    #expect(value["a"]?[1]?.integer == -250)
    #expect(value["a"]?[5]?.string?.hasSuffix("😀") == true)
    #expect(value["a"]?[9] == nil && value["a"]?["x"] == nil && value["z"] == nil && value["a"]?[-1] == nil)
    #expect(value["b"]?.object?.isEmpty == true && value["a"]?[4]?.isNull == true && value["a"]?[2]?.bool == true)
  }

  @Test func theLastOfTwoMembersStands() throws {
    #expect(try parse(#"{"a":1,"a":2}"#) == ["a": 2])
  }

  @Test func halfASurrogatePairBecomesAReplacementCharacter() throws {
    #expect(try parse(#""\ud83d\ude00""#) == "😀")
    #expect(try parse(#""\ud83dx""#) == "\u{FFFD}x")
    #expect(try parse(#""\ude00\ud83d\u0041""#) == "\u{FFFD}\u{FFFD}A")
  }

  @Test(arguments: [
    (1.0, "1"), (0, "0"), (-0.0, "0"), (-3, "-3"), (0.1, "0.1"), (1.98, "1.98"), (44.259937, "44.259937"),
    (9_007_199_254_740_992, "9007199254740992"), (1e16, "1e+16"), (1e-7, "1e-07"), (.leastNonzeroMagnitude, "5e-324"),
    (.nan, "null"), (.infinity, "null"),
  ])
  func numbersAreWrittenShortestAndTheSameEveryTime(number: Double, text: String) throws {
    #expect(JSONValue.number(number).serialized() == text)
    if number.isFinite { #expect(try parse(text).number == number) }
  }

  @Test func membersAreSorted() {
    let value: JSONValue = ["b": [1, []], "a": ["z": true, "é": nil], "": "\u{1}\u{2028}</script>"]
    #expect(value.serialized() == "{\"\":\"\\u0001\u{2028}</script>\",\"a\":{\"z\":true,\"é\":null},\"b\":[1,[]]}")
    #expect(
      value.serialized(pretty: true) == """
        {
          "": "\\u0001\u{2028}</script>",
          "a": {
            "z": true,
            "é": null
          },
          "b": [
            1,
            []
          ]
        }
        """)
  }

  @Test func randomValuesComeBackTheSame() throws {
    var generator = SeededRandom(seed: 2)
    for _ in 0..<1000 {
      let value = generator.json(depth: 5)
      let text = value.serialized()
      #expect(try parse(text) == value)
      #expect(try parse(value.serialized(pretty: true)) == value)
      #expect(try parse(text).serialized() == text)
    }
  }

  @Test func depthIsLimitedAndDoesNotCrash() throws {
    let deepest = JSONValue.maximumDepth
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let allowed = String(repeating: open, count: deepest) + "1" + String(repeating: close, count: deepest)
      #expect(try parse(allowed).serialized() == allowed)
      let fault = #expect(throws: JSONFault.self) { try parse(String(repeating: open, count: 1_000_000)) }
      #expect(fault?.offset == deepest * open.utf8.count)
      #expect(fault?.expected.contains("at most 64") == true)
    }
  }

  @Test func cutOrCorruptedTextNeverCrashes() {
    var generator = SeededRandom(seed: 7)
    var refused = 0
    for _ in 0..<500 {
      var bytes = Array(generator.json(depth: 4).serialized().utf8)
      guard !bytes.isEmpty else { continue }
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      if Bool.random(using: &generator) {
        bytes.removeSubrange(place...)
      } else {
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      do throws(JSONFault) { _ = try JSONValue(parsing: bytes) } catch {
        refused += 1
        #expect(error.offset <= bytes.count && error.line >= 1 && error.column >= 1)
      }
    }
    #expect(refused > 100)
  }
}
