import Speech
import Testing

@Suite struct ServiceMessageTests {
  static let results = #"""
    {"type":"Results","channel_index":[0,1],"duration":1.98,"start":5.99,"is_final":true,"speech_final":true,"from_finalize":false,
     "channel":{"alternatives":[{"transcript":"tell me","confidence":0.97,"words":[{"word":"tell","start":6.07,"end":6.35,"confidence":0.99,"punctuated_word":"Tell"}]}]},
     "metadata":{"request_id":"r-1","model_info":{"name":"general","version":"v1","arch":"nova-2"},"model_uuid":"m-1"}}
    """#
  static let metadata = #"""
    {"type":"Metadata","transaction_key":"deprecated","request_id":"r-1","sha256":"incomplete","created":"2026-08-25T21:11:31.685Z",
     "duration":44.259937,"channels":1,"models":["m-1"],"model_info":{"m-1":{"name":"general","version":"v1","arch":"nova-2"}}}
    """#
  static let shapes = [
    results, metadata,
    #"{"type":"UtteranceEnd","channel":[0,1],"last_word_end":8.8}"#,
    #"{"type":"SpeechStarted","channel":[0,1],"timestamp":9.54}"#,
    #"{"type":"Error","description":"bad","message":"worse","variant":"NET-0001"}"#,
    #"{"type":"Warning"}"#,
  ]

  @Test(arguments: shapes) func everyShapeComesBackWithItsWireNames(_ text: String) throws {
    let message = try ServiceMessage(parsing: Array(text.utf8))
    let encoded = message.encoded()
    #expect(try JSONValue(parsing: encoded) == JSONValue(parsing: Array(text.utf8)))
    #expect(try ServiceMessage(parsing: encoded) == message)
    #expect(try JSONValue(parsing: encoded)["type"]?.string == message.type)
    #expect(message.encoded() == encoded)
  }

  /// Members in the service's order, numbers in their shortest form: recordings and goldens hold these bytes.
  @Test(arguments: [
    (
      ServiceMessage.results(
        Results(
          duration: 2, start: 0.1, isFinal: true,
          channel: RecognizedChannel(alternatives: [
            .init(
              transcript: "é \"/", confidence: 1e-7,
              words: [RecognizedWord(word: "é", start: 1e21, end: 3, confidence: 0.5, punctuatedWord: "É")])
          ]), metadata: ResultsMetadata(requestID: "r", modelInfo: ModelInfo(name: "n", version: nil, arch: "a"), modelUUID: "m"))),
      #"{"type":"Results","channel_index":[0,1],"duration":2,"start":0.1,"is_final":true,"speech_final":false,"from_finalize":false,"channel":{"alternatives":[{"transcript":"é \"/","confidence":1e-07,"words":[{"word":"é","start":1e+21,"end":3,"confidence":0.5,"punctuated_word":"É"}]}]},"metadata":{"request_id":"r","model_info":{"arch":"a","name":"n"},"model_uuid":"m"}}"#
    ),
    (
      .metadata(
        Metadata(
          requestID: "r", sha256: "s", created: nil, duration: 0.000001, channels: 2, models: ["b", "a"],
          modelInfo: ["b": ModelInfo(name: "n", version: "v", arch: nil)])),
      #"{"type":"Metadata","transaction_key":"deprecated","request_id":"r","sha256":"s","duration":1e-06,"channels":2,"models":["b","a"],"model_info":{"b":{"name":"n","version":"v"}}}"#
    ),
    (.error(ServiceError(description: "d", variant: "v")), #"{"type":"Error","description":"d","variant":"v"}"#),
    (.other(type: "Warning"), #"{"type":"Warning"}"#),
  ])
  func isWrittenByteForByte(_ message: ServiceMessage, _ text: String) {
    #expect(String(decoding: message.encoded(), as: UTF8.self) == text)
  }

  @Test func aRecordingsAnswerIsWrittenByteForByte() {
    let words = [RecognizedWord(word: "a", start: 0, end: 1)]
    let answer = OneShotAnswer(
      metadata: Metadata(requestID: "r", sha256: "s", created: "c", duration: 1.5, channels: 1),
      results: OneShotAnswer.Recognized(
        channels: [RecognizedChannel(alternatives: [.init(transcript: "a", words: words)])],
        utterances: [.init(start: 0, end: 1, confidence: 0.25, channel: 0, transcript: "a", words: words)]))
    #expect(
      String(decoding: answer.encoded(), as: UTF8.self)
        == #"{"metadata":{"transaction_key":"deprecated","request_id":"r","sha256":"s","created":"c","duration":1.5,"channels":1},"results":{"channels":[{"alternatives":[{"transcript":"a","words":[{"word":"a","start":0,"end":1}]}]}],"utterances":[{"start":0,"end":1,"channel":0,"transcript":"a","confidence":0.25,"words":[{"word":"a","start":0,"end":1}]}]}}"#
    )
  }

  @Test func resultsAreReadInFull() throws {
    guard case .results(let results) = try ServiceMessage(parsing: Array(Self.results.utf8)) else {
      Issue.record("not Results")
      return
    }
    #expect(results.start == 5.99 && results.duration == 1.98 && results.isFinal && results.speechFinal && results.fromFinalize == false)
    #expect(results.transcript == "tell me" && results.channelIndex == [0, 1])
    #expect(
      results.channel.alternatives.first?.words
        == [RecognizedWord(word: "tell", start: 6.07, end: 6.35, confidence: 0.99, punctuatedWord: "Tell")])
    #expect(results.metadata?.modelInfo?.arch == "nova-2" && results.metadata?.requestID == "r-1")
  }

  @Test func unknownFieldsAndMissingOptionalOnesAreTolerated() throws {
    let text =
      #"{"new":{"x":[1]},"start":0,"duration":1,"is_final":false,"type":"Results","channel":{"alternatives":[{"transcript":"","languages":["en"]}],"z":1}}"#
    guard case .results(let results) = try ServiceMessage(parsing: Array(text.utf8)) else {
      Issue.record("not Results")
      return
    }
    #expect(results.transcript.isEmpty && results.fromFinalize == nil && results.metadata == nil && results.channelIndex == [0, 1])
    let nothing = #"{"type":"Metadata","request_id":"r","duration":0.0,"channels":0}"#
    #expect(
      try ServiceMessage(parsing: Array(nothing.utf8))
        == .metadata(Metadata(transactionKey: nil, requestID: "r", sha256: nil, created: nil, duration: 0, channels: 0)))
    #expect(try ServiceMessage(parsing: Array(#"{"type":"NewThing","x":1}"#.utf8)) == .other(type: "NewThing"))
    #expect(try ServiceMessage(parsing: Array(#"{"type":"Error"}"#.utf8)) == .error(ServiceError(description: nil)))
  }

  @Test(arguments: [
    (#"{"type":"Results","start":0,"duration":1,"is_final":true}"#, "channel: missing"),
    (#"{"type":"Results","start":"0","duration":1,"is_final":true,"channel":{"alternatives":[]}}"#, "start: not a number"),
    (#"{"type":"Results","start":0,"duration":1,"is_final":1,"channel":{"alternatives":[]}}"#, "is_final: not a boolean"),
    (
      #"{"type":"Results","start":0,"duration":1,"is_final":true,"channel":{"alternatives":[{"transcript":7}]}}"#,
      "channel.alternatives.0.transcript: not a string"
    ),
    (#"{"kind":"Results"}"#, "type: missing"),
  ])
  func anotherShapeIsNamedByItsPath(text: String, complaint: String) {
    let fault = #expect(throws: ServiceMessageFault.self) { try ServiceMessage(parsing: Array(text.utf8)) }
    #expect(fault?.description == complaint)
  }

  @Test func whatIsNoObjectOrNoJSONIsSaid() {
    for text in ["[]", "7", "null", #""x""#] {
      let fault = #expect(throws: ServiceMessageFault.self) { try ServiceMessage(parsing: Array(text.utf8)) }
      guard case .shape = fault else {
        Issue.record("\(text): \(String(describing: fault))")
        continue
      }
    }
    let fault = #expect(throws: ServiceMessageFault.self) { try ServiceMessage(parsing: Array("{'type': 'Results'}".utf8)) }
    #expect(fault?.description == "not JSON: line 1, column 2 (byte 1): found \"'\", expected a member's name in double quotes or \"}\"")
    let deep = String(repeating: "[", count: 200_000)
    #expect(throws: ServiceMessageFault.self) { try ServiceMessage(parsing: Array(deep.utf8)) }
    #expect(throws: ServiceMessageFault.self) { try ServiceMessage(parsing: Array((#"{"type":"Results","x":"# + deep).utf8)) }
  }

  @Test func numbersThatJSONCannotWriteStillGiveAMessage() throws {
    let message = ServiceMessage.utteranceEnd(UtteranceEnd(lastWordEnd: .nan))
    #expect(try JSONValue(parsing: message.encoded())["type"] == "UtteranceEnd")
  }

  @Test func anErrorSaysWhatThereIs() {
    #expect(ServiceError(description: "bad", message: "worse", variant: "V").text == "V: bad: worse")
    #expect(ServiceError(description: nil).text == "an error without a text")
  }
}
