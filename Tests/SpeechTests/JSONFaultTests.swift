import Speech
import Testing

@Suite struct JSONFaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var line = 1
    var column: Int
    var found: String
    var expected: String
    var testDescription: String { text.debugDescription }
  }

  static let cases = [
    Case(text: "", column: 1, found: "the end of the message", expected: "a JSON value"),
    Case(text: "{'type': 'Results'}", column: 2, found: "\"'\"", expected: "a member's name in double quotes or \"}\""),
    Case(text: #"{"a":1}{"a":2}"#, column: 8, found: "\"{\"", expected: "the end of the message after one JSON value"),
    Case(text: "{\"a\": 1,\n  \"é\": True}", line: 2, column: 8, found: "\"T\"", expected: "a JSON value"),
    Case(text: #"{"a" 1}"#, column: 6, found: "\"1\"", expected: "\":\" after a member's name"),
    Case(text: #"{"a":1,}"#, column: 8, found: "\"}\"", expected: "a member's name in double quotes"),
    Case(text: "[1 2]", column: 4, found: "\"2\"", expected: "\",\" or \"]\""),
    Case(text: "[1,]", column: 4, found: "\"]\"", expected: "a JSON value"),
    Case(text: "tru", column: 4, found: "the end of the message", expected: "the word true"),
    Case(text: "nul!", column: 4, found: "\"!\"", expected: "the word null"),
    Case(text: "01", column: 2, found: "\"1\"", expected: "the end of the message after one JSON value"),
    Case(text: "-", column: 2, found: "the end of the message", expected: "a digit"),
    Case(text: "1.x", column: 3, found: "\"x\"", expected: "a digit"),
    Case(text: "1e999", column: 1, found: "a number beyond ±1.8e308", expected: "a number within the range of a double"),
    Case(text: "NaN", column: 1, found: "\"N\"", expected: "a JSON value"),
    Case(text: "\"ab", column: 4, found: "the end of the message", expected: "the string's closing quote"),
    Case(text: "\"a\nb\"", column: 3, found: "\"␊\"", expected: "an escape: control characters may not stand in a string"),
    Case(text: #""\x""#, column: 3, found: "\"x\"", expected: "one of \" \\ / b f n r t u after \"\\\""),
    Case(text: #""\u12g4""#, column: 6, found: "\"g\"", expected: "four hexadecimal digits after \"\\u\""),
    Case(text: "\u{FEFF}{}", column: 1, found: "a byte order mark", expected: "a JSON value"),
    Case(text: "\u{202E}", column: 1, found: "\"⟨U+202E⟩\"", expected: "a JSON value"),
  ]

  @Test(arguments: cases) func saysWhereAndWhat(_ test: Case) {
    let fault = #expect(throws: JSONFault.self) { try JSONValue(parsing: Array(test.text.utf8)) }
    #expect(fault?.line == test.line)
    #expect(fault?.column == test.column)
    #expect(fault?.found == test.found)
    #expect(fault?.expected == test.expected)
  }

  @Test func namesTheFirstByteThatIsNotUTF8() {
    let fault = #expect(throws: JSONFault.self) { try JSONValue(parsing: Array("\"é".utf8) + [0xFF, 0x22]) }
    #expect(fault?.description == "line 1, column 3 (byte 3): found the byte 0xFF, expected UTF-8")
    let outside = #expect(throws: JSONFault.self) { try JSONValue(parsing: [0x80]) }
    #expect(outside?.found == "the byte 0x80")
  }
}
