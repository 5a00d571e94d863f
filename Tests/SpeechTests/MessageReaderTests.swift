import Speech
import TestSupport
import Testing

@Suite struct MessageReaderTests {
  private func read(_ text: String, isText: Bool = true, setting: MessagesSetting = .auto) -> ReadMessage {
    var reader = MessageReader(setting: setting)
    return reader.read(Array(text.utf8), isText: isText)
  }

  @Test func theServicesResultsAreReadUntouched() {
    for setting in [MessagesSetting.auto, .deepgram] {
      let message = read(ServiceMessageTests.results, setting: setting)
      #expect(message.shape == .deepgram && message.confidence == .certain && message.isText && message.label == "Results")
      #expect(
        message.result
          == ResultText(
            text: "tell me", isFinal: true, speechFinal: true, fromFinalize: false, start: 5.99, duration: 1.98, channel: 0,
            words: [RecognizedWord(word: "tell", start: 6.07, end: 6.35, confidence: 0.99, punctuatedWord: "Tell")], requestID: "r-1"))
      #expect(
        read(ServiceMessageTests.metadata, setting: setting).metadata
          == MetadataFacts(duration: 44.259937, channels: 1, sha256: "incomplete", requestID: "r-1"))
      #expect(read(ServiceMessageTests.shapes[2], setting: setting).kind == .speechEvent)
      #expect(read(ServiceMessageTests.shapes[3], setting: setting).kind == .speechEvent)
      #expect(read(ServiceMessageTests.shapes[4], setting: setting).kind == .error("NET-0001: bad: worse"))
      #expect(read(ServiceMessageTests.shapes[5], setting: setting).kind == .ready)
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var shape: MessageShape
    var confidence: ShapeConfidence = .certain
    var transcript: String = "hi"
    var isFinal: Bool?
    var testDescription: String { text }

    init(_ text: String, _ shape: MessageShape, _ confidence: ShapeConfidence = .certain, _ transcript: String = "hi", isFinal: Bool? = nil)
    {
      self.text = text
      self.shape = shape
      self.confidence = confidence
      self.transcript = transcript
      self.isFinal = isFinal
    }
  }

  static let results = [
    Case(#"{"type":"partial","text":"hi"}"#, .typeText, isFinal: false),
    Case(#"{"type":"interim","text":"hi"}"#, .typeText, isFinal: false),
    Case(#"{"type":"final","text":"hi","confidence":0.9}"#, .typeText, isFinal: true),
    Case(#"{"type":"transcript","text":"hi"}"#, .typeText),
    Case(#"{"type":"transcript","transcript":"hi","is_final":true}"#, .typeText, isFinal: true),
    Case(#"{"type":"transcript","text":"hi","isFinal":false}"#, .typeText, isFinal: false),
    Case(#"{"type":"Results","transcript":"hi"}"#, .typeText),
    Case(#"{"message_type":"FinalTranscript","text":"hi"}"#, .typeText, isFinal: true),
    Case(#"{"type":"partial_transcript","text":""}"#, .typeText, .certain, "", isFinal: false),
    Case(#"{"type":"final","text":null}"#, .typeText, .certain, "", isFinal: true),
    Case(#"{"type":"final","content":"hi"}"#, .typeText, .likely, isFinal: true),
    Case(#"{"transcript":"hi","is_final":true}"#, .transcriptFlag, isFinal: true),
    Case(#"{"transcript":"hi","isFinal":false}"#, .transcriptFlag, isFinal: false),
    Case(#"{"transcript":"","final":true}"#, .transcriptFlag, .certain, "", isFinal: true),
    Case(#"{"text":"hi","is_final":true}"#, .transcriptFlag, isFinal: true),
    Case(#"{"text":"hi","partial":true}"#, .transcriptFlag, isFinal: false),
    Case(#"{"transcript":"hi"}"#, .transcriptFlag, .likely),
    Case(#"{"text":"hi"}"#, .transcriptFlag, .guess),
    Case(#"{"partial":"hi"}"#, .transcriptFlag, .likely, isFinal: false),
    Case(#"{"type":"message","transcript":"hi"}"#, .transcriptFlag, .likely),
    Case(#"{"channel":{"alternatives":[{"transcript":"hi"}]},"is_final":true}"#, .deepgramUntyped, isFinal: true),
    Case(#"{"channel":{"alternatives":[]}}"#, .deepgramUntyped, .certain, ""),
    Case(#"{"type":"final","channel":{"alternatives":[{"transcript":"hi"}]}}"#, .deepgramUntyped, .likely, isFinal: true),
    Case(#"{"data":{"transcript":"hi","is_final":true}}"#, .dataWrapper, .likely, isFinal: true),
    Case(#"{"type":"final","data":{"text":"hi"}}"#, .dataWrapper, .guess, isFinal: true),
    Case(
      #"{"type":"transcript","payload":{"type":"Results","is_final":true,"channel":{"alternatives":[{"transcript":"hi"}]}}}"#, .dataWrapper,
      .likely, isFinal: true),
    Case(#"{"data":"{\"transcript\":\"hi\",\"is_final\":false}"}"#, .dataWrapper, .likely, isFinal: false),
    Case(#"{"is_final":true,"result":{"data":{"transcript":"hi"}}}"#, .dataWrapper, .likely, isFinal: true),
    Case(#"{"event":"transcript","text":"hi","is_final":true}"#, .eventWrapper, isFinal: true),
    Case(#"{"event":"transcript","data":{"text":"hi","is_final":true}}"#, .eventWrapper, .likely, isFinal: true),
    Case(#"{"event":"transcript","channel":{"alternatives":[{"transcript":"hi"}]}}"#, .eventWrapper, .likely),
    Case(#""hi""#, .jsonString, .guess),
    Case(#""{\"type\":\"final\",\"text\":\"hi\"}""#, .jsonString, .likely, isFinal: true),
    Case("hi", .plainText, .guess),
    Case("  hi\n", .plainText, .guess),
    Case(#""hi" she said"#, .plainText, .guess, #""hi" she said"#),
  ]

  @Test(arguments: results) func transcriptsOfRelaysAreRecognised(_ test: Case) {
    let message = read(test.text)
    #expect(message.result?.text == test.transcript)
    #expect(message.result != nil && message.result?.isFinal == test.isFinal)
    #expect(message.shape == test.shape)
    #expect(message.confidence == test.confidence)
    guard test.shape != .plainText else { return }
    let strict = read(test.text, setting: .deepgram)
    #expect(strict.unreadableBecause != nil && strict.shape == .unknown)
  }

  @Test func whatStandsBesideATranscriptIsKept() {
    let message = read(
      #"{"type":"final","text":"hi","start":1.5,"end":2.25,"channel":1,"speechFinal":true,"request_id":"r","words":[{"text":"hi","start":1.5,"end":2},{"word":"x"}]}"#
    )
    #expect(
      message.result
        == ResultText(
          text: "hi", isFinal: true, speechFinal: true, start: 1.5, duration: 0.75, channel: 1,
          words: [RecognizedWord(word: "hi", start: 1.5, end: 2)], requestID: "r"))
    #expect(message.result?.end == 2.25)
  }

  @Test(arguments: [
    #"{"metadata":{"request_id":"r","sha256":"s","duration":1.5,"channels":1}}"#,
    #"{"type":"metadata","metadata":{"request_id":"r","sha256":"s","duration":1.5,"channels":1}}"#,
    #"{"type":"metadata","request_id":"r","sha256":"s","duration":1.5,"channels":1}"#,
    #"{"metadata":{"type":"Metadata","request_id":"r","sha256":"s","duration":1.5,"channels":1}}"#,
  ])
  func wrappedMetadataIsRecognised(text: String) {
    let message = read(text)
    #expect(message.metadata == MetadataFacts(duration: 1.5, channels: 1, sha256: "s", requestID: "r"))
    #expect(message.shape == .metadataWrapper)
  }

  /// The service's own message is its own inside another too, and an event keeps its name.
  @Test func theServicesOwnIsKnownInsideAnother() {
    let event = read(#"{"type":"message","data":{"type":"SpeechStarted","channel":[0],"timestamp":0.14}}"#)
    #expect(event.kind == .speechEvent && event.label == "SpeechStarted" && event.isServices)
    let result = #"{"type":"Results","start":1,"is_final":true,"channel":{"alternatives":[{"transcript":"hi"}]}}"#
    #expect(read(result).isServices)
    #expect(read(#"{"event":"transcript","data":\#(result)}"#).isServices)
    #expect(!read(#"{"event":"transcript","data":{"transcript":"hi","is_final":true}}"#).isServices)
    #expect(!read(#"{"type":"final","text":"hi"}"#).isServices)
  }

  @Test(arguments: ["ready", "connected", "status", "open", "welcome", "Session_Started", "pong", "closed"])
  func controlMessagesAreNoResults(name: String) {
    for text in [
      #"{"type":"\#(name)"}"#, #"{"event":"\#(name)","text":"hello"}"#, #"{"type":"\#(name)","transcript":"hello","data":{"text":"x"}}"#,
      #"{"status":"\#(name)"}"#,
    ] {
      let message = read(text)
      #expect(message.kind == .ready)
      #expect(message.shape == .control && message.label == name)
    }
  }

  @Test(arguments: [#"{"ready":true}"#, "ready", "Connection established", #"{"success":true,"session_id":"x"}"#])
  func bareControlMessagesAreNoResults(text: String) {
    #expect(read(text).kind == .ready)
  }

  @Test(arguments: [
    (#"{"type":"error","text":"boom"}"#, "boom"), (#"{"type":"error","message":"boom","code":4}"#, "4: boom"),
    (#"{"error":"boom"}"#, "boom"), (#"{"error":{"message":"boom"}}"#, "boom"), (#"{"event":"stream_error","data":"boom"}"#, "boom"),
    (#"{"err_code":"INVALID_AUTH","err_msg":"boom"}"#, "INVALID_AUTH: boom"), (#"{"text":"x","error":"boom"}"#, "boom: x"),
    ("Error: boom", "Error: boom"), (#"{"status":"error","detail":"boom"}"#, "boom"),
    (#"{"type":"error","a":1}"#, #"{"a":1,"type":"error"}"#),
  ])
  func errorsAreNoResults(text: String, expected: String) {
    #expect(read(text).kind == .error(expected))
  }

  @Test(arguments: [
    ("", "an empty message"), ("  \n", "an empty message"),
    ("{'type': 'Results'}", "a printed dictionary, not JSON: line 1, column 2 (byte 1): found \"'\""),
    (
      #"{"type":"final","text":"a"}{"type":"final","text":"b"}"#,
      "text that begins like JSON, not JSON: line 1, column 28 (byte 27): found \"{\""
    ),
    ("[object Object]", "a printed object, not JSON"), ("b'{}'", "printed bytes, not JSON"), ("<html>", "markup, not JSON"),
    ("LiveResult(type='Results', n=1)", "a printed object, not JSON"), ("data: {}", "a line of a server-sent event"),
    ("\u{FEFF}{}", "text behind a byte order mark, not JSON"), ("a\u{0}b", "text with control characters"),
    ("{}", "an empty JSON object"), ("42", "a JSON number: no transcript in it"), ("null", "a JSON null"), ("[]", "a JSON array"),
    (#"{"x":1,"a":2}"#, "a JSON object with no transcript that is known (members: a, x)"),
    (#"{"type":"Results"}"#, "a JSON object of type \"Results\" with no transcript that is known (members: type)"),
    (#"{"type":"chat","text":"hello"}"#, "a JSON object of type \"chat\""),
    (#"{"metadata":{"title":"x"}}"#, "a JSON object with no transcript"),
  ])
  func theRestIsUnreadableAndSaysWhy(text: String, why: String) {
    let message = read(text)
    #expect(message.shape == .unknown)
    #expect(message.unreadableBecause?.hasPrefix(why) == true, "\(message)")
  }

  @Test func binaryFramesWithJSONAreReadAndFlagged() {
    let message = read(ServiceMessageTests.results, isText: false)
    #expect(message.result?.text == "tell me" && !message.isText && message.shape == .deepgram)
    for text in ["plain words", "RIFF\u{0}\u{1}"] {
      let message = read(text, isText: false)
      #expect(message.unreadableBecause?.contains("bytes in a binary frame that are not JSON") == true && !message.isText)
    }
    var reader = MessageReader()
    #expect(reader.read([0xFF, 0xFE], isText: true).unreadableBecause?.hasPrefix("not JSON and not UTF-8") == true)
  }

  @Test func theServicesShapeAloneIsTakenWhereTheProfileSaysSo() {
    let cases = [
      (#"{"type":"Results"}"#, "a Results message without channel.alternatives"), ("[]", "a JSON array, not one of the service's messages"),
      (#"{"text":"x"}"#, "not one of the service's messages: it has no \"type\""), ("hello", "not JSON: line 1, column 1"),
      (#"{"type":"final","text":"x"}"#, "not one of the service's messages: its type is \"final\", theirs are Results, Metadata,"),
      (#"{"type":"Metadata"}"#, "a Metadata message without"),
    ]
    for (text, why) in cases { #expect(read(text, setting: .deepgram).unreadableBecause?.hasPrefix(why) == true, "\(text)") }
    for text in ["auto", "deepgram", "nonsense"] { #expect(MessagesSetting(text).text == text) }
    #expect(MessagesSetting("deepgram") == .deepgram && MessagesSetting("auto") == .auto)
    #expect(MessagesSetting("nonsense") == .unknown("nonsense"))
    let known = #"{"type":"final","text":"hello"}"#
    #expect(read(known, setting: .unknown("nonsense")) == read(known))
    #expect(read("hello", setting: .unknown("nonsense")) == read("hello"))
  }

  @Test func whatWasSeenDecidesDoubtfulMessages() {
    var reader = MessageReader()
    #expect(reader.dominantShape == nil)
    #expect(reader.read(Array("42".utf8), isText: true).result == nil)
    #expect(reader.read(Array("forty one".utf8), isText: true).result?.text == "forty one")
    #expect(reader.read(Array("42".utf8), isText: true).result?.text == "42")
    #expect(reader.read([], isText: true).result?.text == "")
    _ = reader.read(Array(#"{"type":"final","text":"x"}"#.utf8), isText: true)
    _ = reader.read(Array(#"{"type":"ready"}"#.utf8), isText: true)
    #expect(reader.shapes == [.plainText: 3, .typeText: 1] && reader.dominantShape == .plainText)
  }

  @Test func hostileInputIsReadWithoutCrashing() {
    var generator = SeededRandom(seed: 11)
    var reader = MessageReader()
    var unreadable = 0
    let names = ["type", "text", "transcript", "data", "event", "metadata", "channel", "alternatives", "is_final", "error", "words"]
    for _ in 0..<2000 {
      var members: [String: JSONValue] = [:]
      for _ in 0..<Int.random(in: 0...4, using: &generator) {
        members[names.randomElement(using: &generator) ?? "x"] = generator.json(depth: 3)
      }
      let bytes = Array(JSONValue.object(members).serialized().utf8)
      if reader.read(bytes, isText: Bool.random(using: &generator)).unreadableBecause != nil { unreadable += 1 }
    }
    #expect(unreadable > 200)
    let wrapped = String(repeating: #"{"data":"#, count: 100) + #"{"transcript":"x"}"# + String(repeating: "}", count: 100)
    #expect(reader.read(Array(wrapped.utf8), isText: true).unreadableBecause != nil)
    let noise = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    #expect(reader.read(noise, isText: true).unreadableBecause != nil)
  }

  @Test func shapesHaveStableNames() {
    #expect(
      MessageShape.allCases.map(\.rawValue) == [
        "deepgram", "deepgram-untyped", "type-text", "transcript-flag", "data-wrapper", "event-wrapper", "metadata-wrapper", "json-string",
        "plain-text", "mapping", "control", "unknown",
      ])
    #expect(ShapeConfidence.guess < .likely && .likely < ShapeConfidence.certain)
    #expect(!MessageShape.plainText.canCarryTimes && MessageShape.typeText.canCarryTimes)
  }
}
