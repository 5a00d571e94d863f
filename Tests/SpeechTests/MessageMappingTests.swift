import Speech
import Testing

@Suite struct MessageMappingTests {
  /// A relay that calls everything by names of its own.
  static let own =
    #"{"transcript":"$.say.words","final":{"$.kind":"sentence","$.v":[1,2]},"start":"$.at","duration":"$.for","metadata":{"kind":"sum"},"ready":{"kind":["hi","hello"]},"error":"$.oops"}"#

  private func read(_ text: String, _ setting: String = own) -> ReadMessage {
    var reader = MessageReader(setting: MessagesSetting(setting))
    return reader.read(Array(text.utf8), isText: true)
  }

  @Test func aTranscriptIsTakenFromWhereTheProfileHasIt() {
    let final = read(#"{"kind":"sentence","v":2,"at":1.5,"for":0.5,"say":{"words":"hi there"}}"#)
    #expect(final.shape == .mapping && final.confidence == .certain)
    #expect(final.result == ResultText(text: "hi there", isFinal: true, start: 1.5, duration: 0.5))
    #expect(read(#"{"kind":"sentence","v":3,"say":{"words":"hi"}}"#).result == ResultText(text: "hi", isFinal: false))
    #expect(read(#"{"say":{"words":null}}"#).result?.text == "")
  }

  @Test func severalTextsAreJoined() {
    let message = read(#"{"words":[{"w":"one"},{"w":"two"},{"x":1}]}"#, #"{"transcript":"$.words[*].w"}"#)
    #expect(message.result == ResultText(text: "one two", isFinal: nil))
  }

  @Test func otherKindsGoFirst() {
    #expect(read(#"{"oops":"boom","say":{"words":"x"}}"#).kind == .error(#"{"oops":"boom","say":{"words":"x"}}"#))
    #expect(read(#"{"oops":false,"say":{"words":"x"}}"#).result?.text == "x")
    #expect(read(#"{"kind":"hello","say":{"words":"x"}}"#).kind == .ready)
    #expect(read(#"{"kind":"sum","duration":2.5,"channels":1}"#).metadata == MetadataFacts(duration: 2.5, channels: 1))
    #expect(read(#"{"kind":"sum"}"#).metadata == MetadataFacts())
  }

  @Test func whatItDoesNotDescribeIsReadAsUsualOrNotAtAll() {
    #expect(read(ServiceMessageTests.metadata).metadata?.requestID == "r-1")
    #expect(read(#"{"type":"pong"}"#).kind == .ready)
    for text in [#"{"say":{"wurds":"x"}}"#, ServiceMessageTests.results, #"{"transcript":"x","is_final":true}"#, "[]"] {
      let message = read(text)
      #expect(message.unreadableBecause == "no transcript at $.say.words, where the profile's mapping has it", "\(text)")
      #expect(message.isJSON)
    }
    let text = read("hello")
    #expect(text.unreadableBecause?.hasPrefix("not JSON") == true && !text.isJSON)
  }

  @Test func itsJSONReadsBackTheSame() throws {
    let json = try JSONValue(parsing: Array(Self.own.utf8))
    let mapping = try #require(MessageMapping(json: json))
    #expect(MessageMapping(json: mapping.json) == mapping)
    #expect(mapping.json["metadata"] == ["$.kind": "sum"])
    #expect(MessagesSetting(Self.own) == .mapping(mapping) && MessagesSetting(MessagesSetting(Self.own).text) == .mapping(mapping))
    for text in ["{}", #"{"transcript":"text"}"#, #"{"final":"$.x"}"#] { #expect(MessagesSetting(text) == .unknown(text)) }
  }

  @Test(arguments: [
    (#"{"$.a":1}"#, #"{"a":1}"#, true), (#"{"$.a":1}"#, #"{"a":"1"}"#, false), (#"{"$.a":[1,"x"]}"#, #"{"a":"x"}"#, true),
    (#"{"a":true,"b":null}"#, #"{"a":true,"b":null}"#, true), (#"{"a":true,"b":null}"#, #"{"a":true}"#, false),
    (#""$.a""#, #"{"a":true}"#, true), (#""$.a""#, #"{"a":0}"#, true), (#""$.a""#, #"{"a":false}"#, false),
    (#""$.a""#, #"{"a":""}"#, false), (#""$.a""#, #"{"a":{}}"#, false), (#""$.a""#, #"{"b":1}"#, false),
    (#""$.a[*].b""#, #"{"a":[{},{"b":1}]}"#, true), (#"{"it's":1}"#, #"{"it's":1}"#, true),
  ])
  func conditions(_ condition: String, _ message: String, _ holds: Bool) throws {
    let condition = try #require(JSONCondition(json: try JSONValue(parsing: Array(condition.utf8))))
    #expect(condition.holds(for: try JSONValue(parsing: Array(message.utf8))) == holds)
    #expect(JSONCondition(json: condition.json) == condition)
  }

  @Test(arguments: [
    (
      #"{"kind":"sentence","id":"a b","say":{"spoken words":"hello there"},"isFinal":true}"#,
      #"messages: { transcript: "$.say['spoken words']", final: $.isFinal }"#
    ),
    (#"{"hypotheses":[{"utterance":"hi"}]}"#, #"messages: { transcript: "$.hypotheses[0].utterance" }"#),
    (#"{"x":"hello there you"}"#, "messages: { transcript: $.x }"), (#"{"x":1,"type":"stats"}"#, nil), ("[1,2]", nil),
  ])
  func aMappingIsSuggested(_ message: String, _ yaml: String?) throws {
    #expect(MappingSuggestion.yaml(for: try JSONValue(parsing: Array(message.utf8))) == yaml)
  }
}
