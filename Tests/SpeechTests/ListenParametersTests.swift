import Audio
import Speech
import Testing

@Suite struct ListenParametersTests {
  private func accepted(_ query: String, strict: ListenStrictness = .asTheService) throws -> ListenParameters {
    try ListenParameters.parse(target: "/v1/listen?" + query, strict: strict).get()
  }

  @Test func readsAFullQuery() throws {
    let parameters = try accepted(
      "encoding=linear16&sample_rate=44100&channels=2&interim_results=true&endpointing=300&utterance_end_ms=1000&vad_events=true"
        + "&language=de&model=nova-2&punctuate=true&smart_format=false&multichannel=true&keywords=a&keywords=b%20c&made_up=1&container=wav")
    #expect(parameters.path == "/v1/listen" && parameters.encoding == "linear16" && parameters.sampleRate == 44_100)
    #expect(parameters.channels == 2 && parameters.interimResults && parameters.endpointing == 300 && parameters.utteranceEndMs == 1000)
    #expect(parameters.vadEvents && parameters.language == "de" && parameters.model == "nova-2" && parameters.punctuate)
    #expect(!parameters.smartFormat && parameters.multichannel && parameters.container == "wav")
    #expect(parameters.all.filter { $0.name == "keywords" }.map(\.value) == ["a", "b c"])
    #expect(parameters["made_up"] == "1" && parameters.all.count == 16)
  }

  @Test func defaultsAreTheServices() throws {
    let parameters = try accepted("")
    #expect(parameters.encoding == nil && parameters.sampleRate == nil && parameters.channels == 1 && parameters.container == nil)
    #expect(!parameters.interimResults && parameters.endpointing == 10 && parameters.utteranceEndMs == nil && !parameters.vadEvents)
    #expect(parameters.language == "en" && parameters.model == nil && !parameters.punctuate && !parameters.smartFormat)
    #expect(try accepted("endpointing=false").endpointing == nil)
    #expect(try accepted("endpointing=true").endpointing == 10)
    #expect(try accepted("channels=2").channels == 1)
    #expect(try accepted("encoding=mulaw&sample_rate=8000&sample_rate=16000").sampleRate == 16_000)
  }

  @Test(arguments: [
    ("encoding=pcm", "Invalid 'encoding' value of 'pcm'."),
    ("encoding=", "Invalid 'encoding' value of ''."),
    ("encoding=LINEAR16&sample_rate=8000", "Invalid 'encoding' value of 'LINEAR16'."),
    ("encoding=linear16", "Missing 'sample_rate' for 'encoding' value of 'linear16'."),
    ("encoding=opus", "Missing 'sample_rate' for 'encoding' value of 'opus'."),
    ("encoding=linear16&sample_rate=44.1", "Invalid 'sample_rate' value of '44.1'."),
    ("encoding=linear16&sample_rate=0", "Invalid 'sample_rate' value of '0'."),
    ("sample_rate=-1", "Invalid 'sample_rate' value of '-1'."),
    ("sample_rate=99999999999999999999", "Invalid 'sample_rate' value of '99999999999999999999'."),
    ("channels=two", "Invalid 'channels' value of 'two'."), ("channels=0", "Invalid 'channels' value of '0'."),
    ("endpointing=soon", "Invalid 'endpointing' value of 'soon'."),
    ("interim_results=True", "Invalid 'interim_results' value of 'True'."),
    ("vad_events=1", "Invalid 'vad_events' value of '1'."), ("punctuate=", "Invalid 'punctuate' value of ''."),
    ("smart_format=yes", "Invalid 'smart_format' value of 'yes'."),
    ("interim_results=true&utterance_end_ms=999", "Invalid 'utterance_end_ms' value of '999'."),
    ("interim_results=true&utterance_end_ms=x", "Invalid 'utterance_end_ms' value of 'x'."),
    ("utterance_end_ms=1000", "Invalid 'utterance_end_ms' value of '1000': it needs 'interim_results=true'."),
    ("encoding=linear16&encoding=pcm&sample_rate=1", "Invalid 'encoding' value of 'pcm'."),
  ])
  func refusesAsTheServiceDoes(query: String, message: String) throws {
    let expected = ListenParameters.Refusal(status: 400, errCode: "INVALID_QUERY_PARAMETER", message: message)
    #expect(ListenParameters.parse(target: "/v1/listen?" + query) == .failure(expected))
    #expect(expected.dgError == message)
    let body = try JSONValue(parsing: expected.body(requestID: "r-1"))
    #expect(body == ["err_code": "INVALID_QUERY_PARAMETER", "err_msg": .string(message), "request_id": "r-1"])
    #expect(throws: Never.self) { try accepted(query, strict: .lenient) }
  }

  @Test(arguments: AudioEncoding.all.map(\.name)) func everyDocumentedEncodingIsTaken(encoding: String) throws {
    #expect(try accepted("encoding=\(encoding)&sample_rate=16000").encoding == encoding)
  }

  @Test func selfDescribingEncodingsNeedNoRate() throws {
    #expect(try accepted("encoding=flac").encoding == "flac")
    #expect(try accepted("encoding=ogg-opus").encoding == "ogg-opus")
  }

  /// 145 bytes is the length that was seen with this `dg-error` on the wire.
  @Test func theRefusalSeenOnTheWireIsReproducedInLength() {
    guard case .failure(let refusal) = ListenParameters.parse(target: "/v1/listen?utterance_end_ms=999&interim_results=true") else {
      Issue.record("accepted")
      return
    }
    #expect(refusal.body(requestID: "587b3227-f6ca-4818-bb4d-028182adf4ea").count == 145)
  }

  @Test func aRefusalIsSafeInAHeader() {
    let target = "/v1/listen?encoding=x%0D%0ASet-Cookie:%20a=b%C3%A9" + String(repeating: "y", count: 10_000)
    guard case .failure(let refusal) = ListenParameters.parse(target: target) else {
      Issue.record("accepted")
      return
    }
    #expect(refusal.dgError.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    #expect(refusal.dgError.hasPrefix("Invalid 'encoding' value of 'x??Set-Cookie: a=b?yyy") && refusal.dgError.count < 110)
  }

  @Test func lenientReadingTakesBadValuesAsNotGiven() throws {
    let parameters = try accepted("encoding=pcm&sample_rate=fast&channels=0&endpointing=x&interim_results=1", strict: .lenient)
    #expect(parameters.encoding == "pcm" && parameters.sampleRate == nil && parameters.channels == 1)
    #expect(parameters.endpointing == 10 && !parameters.interimResults && parameters.all.count == 5)
  }

  @Test func buildsAQueryThatReadsBack() throws {
    var parameters = ListenParameters()
    #expect(parameters.target == "/v1/listen")
    parameters.encoding = "linear16"
    parameters.sampleRate = 44_100
    parameters.channels = 1
    parameters.interimResults = true
    parameters.endpointing = nil
    parameters.utteranceEndMs = 1200
    parameters.vadEvents = true
    parameters.language = "pt-BR"
    parameters.model = "nova 2"
    parameters.punctuate = true
    parameters.smartFormat = false
    parameters.multichannel = false
    parameters["keywords"] = "a&b"
    parameters.sampleRate = 16_000
    parameters.container = "wav"
    parameters.container = nil
    #expect(
      parameters.query == "encoding=linear16&sample_rate=16000&channels=1&interim_results=true&endpointing=false&utterance_end_ms=1200"
        + "&vad_events=true&language=pt-BR&model=nova%202&punctuate=true&smart_format=false&multichannel=false&keywords=a%26b")
    #expect(try ListenParameters.parse(target: parameters.target).get() == parameters)
    parameters.endpointing = 25
    #expect(parameters.endpointing == 25)
  }

  @Test func settingReplacesAllValuesOfAName() {
    var parameters = ListenParameters(all: [("a", "1"), ("b", "2"), ("a", "3")])
    #expect(parameters["a"] == "3")
    parameters["a"] = "4"
    #expect(parameters.query == "a=4&b=2")
    #expect(parameters != ListenParameters(all: [("b", "2"), ("a", "4")]))
  }

  @Test func aMissingKeyIsRefusedInTheServicesWords() throws {
    let refusal = ListenParameters.Refusal.unauthorized
    #expect(refusal.status == 401)
    #expect(try JSONValue(parsing: refusal.body(requestID: "r"))["err_code"] == "INVALID_AUTH")
  }
}
