import Speech
import Testing

@Suite struct JSONSelectorTests {
  static let message: JSONValue = [
    "type": "Results", "is_final": true, "a.b": 1, "it's": "quoted", "größe": 3, "x-y_z": 4, "": "no name",
    "channel": ["alternatives": [["transcript": "one", "confidence": 0.9], ["transcript": "two"]]],
    "nested": [[1, 2], [3], "text", []],
  ]

  @Test(
    arguments: [
      ("$", nil), ("$.type", ["Results"]), ("$.is_final", [true]), ("$['type']", ["Results"]), (#"$["type"]"#, ["Results"]),
      ("$['a.b']", [1]), (#"$['it\'s']"#, ["quoted"]), (#"$["it's"]"#, ["quoted"]), ("$.größe", [3]), ("$.x-y_z", [4]),
      ("$['']", ["no name"]),
      ("$.channel.alternatives[0].transcript", ["one"]), ("$.channel.alternatives[1].transcript", ["two"]),
      ("$.channel.alternatives[*].transcript", ["one", "two"]), ("$.channel.alternatives[*].confidence", [0.9]),
      ("$.nested[*][*]", [1, 2, 3]), ("$.nested[*][1]", [2]), ("$['channel']['alternatives'][1]", [["transcript": "two"]]),
      ("$.missing", []), ("$.type.more", []), ("$.channel.alternatives[2]", []), ("$.channel[0]", []), ("$.channel[*]", []), ("$[*]", []),
    ] as [(String, [JSONValue]?)])
  func finds(_ path: String, _ expected: [JSONValue]?) throws {
    let selector = try JSONSelector(parsing: path)
    #expect(selector.values(in: Self.message) == expected ?? [Self.message])
    #expect(selector.first(in: Self.message) == (expected ?? [Self.message]).first)
    #expect(selector.text == path)
  }

  @Test func firstIsTheFirstThatExistsNotTheFirstElement() throws {
    #expect(try JSONSelector(parsing: "$[*].b").first(in: [["a": 1], ["b": 2]]) == 2)
  }

  @Test func nullIsAValue() throws {
    #expect(try JSONSelector(parsing: "$.a").values(in: ["a": nil]) == [nil])
  }

  @Test(arguments: [
    ("", #"character 1: found the end, expected "$", the whole value"#),
    ("type", #"character 1: found "t", expected "$", the whole value"#),
    ("$type", #"character 2: found "t", expected "." or "[""#),
    ("$.", "character 3: found the end, expected a name of letters, digits, _ and -; any other stands as ['name']"),
    ("$..a", #"character 3: found ".", expected a name of letters, digits, _ and -; any other stands as ['name']"#),
    ("$.*", #"character 3: found "*", expected a name of letters, digits, _ and -; any other stands as ['name']"#),
    ("$.a b", #"character 4: found " ", expected "." or "[""#),
    ("$[", "character 3: found the end, expected a number from 0, * or a name in quotes"),
    ("$[a]", #"character 3: found "a", expected a number from 0, * or a name in quotes"#),
    ("$[-1]", #"character 3: found "-", expected a number from 0, * or a name in quotes"#),
    ("$[0:2]", #"character 4: found ":", expected "]""#),
    ("$[?(@.a)]", #"character 3: found "?", expected a number from 0, * or a name in quotes"#),
    ("$['a", "character 5: found the end, expected the name's closing quote"),
    (#"$['a\n']"#, #"character 6: found "n", expected the quote or \ after \"#),
    ("$['a'", #"character 6: found the end, expected "]""#),
    ("$[99999999999999999999]", #"character 3: found "9", expected a number from 0 to 1000000"#),
    ("$.ä\u{202E}", #"character 4: found "⟨U+202E⟩", expected "." or "[""#),
  ])
  func refusesWithThePlace(_ path: String, _ message: String) {
    let error = #expect(throws: JSONSelectorFault.self) { try JSONSelector(parsing: path) }
    #expect(error?.description == message)
  }

  @Test func refusesAPathThatNeverEnds() {
    let error = #expect(throws: JSONSelectorFault.self) { try JSONSelector(parsing: "$" + String(repeating: ".a", count: 600)) }
    #expect(error?.position == 1001)
  }
}
