import Audio
import Digest
import Lab
import Speech
import TestSupport
import Testing
import Timeline

/// A recording sent whole, by POST to /v1/listen.
struct OneShotTests {
  private static let clip = SpokenFixtures.clip("two-sentences")
  private static let wav = WAVHeader.bytes(format: clip.format, dataLength: clip.data.count) + clip.data

  /// Bytes that could be anything.
  private static let packets: [UInt8] = {
    var generator = SeededRandom(seed: 3)
    return (0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }()

  private func post(
    _ query: String, _ body: [UInt8], headers: [HeaderField] = [ServiceSession.key], method: String = "POST",
    _ change: (inout ServiceSettings) -> Void = { _ in }
  ) -> ResponseHead {
    var settings = ServiceSettings(known: SpokenFixtures.known, seed: 7)
    change(&settings)
    let target = query.hasPrefix("/") ? query : "/v1/listen" + (query.isEmpty ? "" : "?" + query)
    return OneShotService(settings: settings).answer(
      RequestHead(method: method, target: target, headers: headers), body: body, at: .seconds(1))
  }

  private func answer(_ query: String, _ body: [UInt8]) throws -> JSONValue {
    let response = post(query, body)
    #expect(response.status == 200)
    return try JSONValue(parsing: response.body)
  }

  /// The best reading of each channel.
  private static func heard(_ answer: JSONValue) -> [JSONValue] {
    (answer["results"]?["channels"]?.array ?? []).compactMap { $0["alternatives"]?[0] }
  }

  @Test(arguments: ["", "encoding=linear16&sample_rate=8000", "container=wav"])
  func aWAVIsReadAsOneWhateverIsDeclared(query: String) throws {
    let answer = try answer(query, Self.wav)
    let heard = Self.heard(answer)
    #expect(heard.first?["transcript"]?.string == Self.clip.transcript?.lowercased())
    #expect(heard.first?["words"]?.array?.map { $0["word"]?.string } == Self.clip.words.map { $0.word.lowercased() })
    #expect(heard.count == 1)
    #expect(answer["results"]?["utterances"] == nil)
    #expect(answer["metadata"]?["sha256"]?.string == SHA256Digest.hex(SHA256Digest.digest(Self.wav)))
    #expect(answer["metadata"]?["duration"]?.number == (Self.clip.seconds * 1e6).rounded() / 1e6)
    #expect(answer["metadata"]?["channels"]?.integer == 1)
  }

  @Test func rawAudioAsDeclared() throws {
    let answer = try answer("encoding=linear16&sample_rate=44100&punctuate=true&utterances=true", Self.clip.data)
    #expect(Self.heard(answer).first?["transcript"] == "The train leaves at seven. Please bring a warm coat and gloves.")
    let utterances = answer["results"]?["utterances"]?.array
    #expect(utterances?.map { $0["transcript"] } == ["The train leaves at seven.", "Please bring a warm coat and gloves."])
    #expect(utterances?.map { $0["channel"] } == [0, 0])
  }

  @Test func channelsByThemselves() throws {
    let silence = [Float](repeating: 0, count: Self.clip.monoSamples.count)
    let stereo = zip(Self.clip.monoSamples, silence).flatMap { [$0, $1] }
    let bytes = SampleCodec.encode(stereo, .linear16)
    let raw = "encoding=linear16&sample_rate=44100&channels=2"
    let separate = try answer(raw + "&multichannel=true", bytes)
    #expect(Self.heard(separate).map { $0["transcript"]?.string } == [Self.clip.transcript?.lowercased(), ""])
    #expect(separate["metadata"]?["channels"] == 2)
    #expect(Self.heard(try answer(raw, bytes)).count == 1)
  }

  @Test func theMetadataHasNoType() throws {
    let value = try JSONValue(parsing: post("", Self.wav).body)
    #expect(value["metadata"]?["type"] == nil)
    #expect(value["metadata"]?["request_id"]?.string?.count == 36)
    #expect(value["metadata"]?["created"]?.string == "2026-01-01T00:00:01.000Z")
  }

  @Test(arguments: [
    ("", [UInt8](repeating: 7, count: 5000), 400, "Bad Request", "corrupt or unsupported data"), ("", [], 400, "Bad Request", "corrupt"),
    ("encoding=opus&sample_rate=48000", Self.packets, 400, "Bad Request", "the real service would decode opus"),
    ("", Array("OggS".utf8) + [UInt8](repeating: 7, count: 5000), 400, "Bad Request", "corrupt or unsupported data"),
    ("", Array("ID3".utf8) + [UInt8](repeating: 7, count: 5000), 400, "Bad Request", "the real service would decode MP3"),
    ("encoding=linear16", Self.wav, 400, "INVALID_QUERY_PARAMETER", "sample_rate"),
    ("callback=http://a.example/", Self.wav, 400, "INVALID_QUERY_PARAMETER", "callback"),
    ("/v1/speak", Self.wav, 404, "NOT_FOUND", "Not found"),
  ])
  func whatIsRefused(query: String, body: [UInt8], status: Int, code: String, words: String) throws {
    try expect(post(query, body), status, code, words)
  }

  @Test(arguments: [
    (#"{"url":"https://a.example/b.wav"}"#, "REMOTE_CONTENT_ERROR"), (#"{"url":"b.wav"}"#, "PAYLOAD_ERROR"), ("{}", "Bad Request"),
    ("not JSON", "Bad Request"),
  ])
  func aURLIsNotFetched(body: String, code: String) throws {
    let headers = [ServiceSession.key, HeaderField("content-type", "application/json; charset=utf-8")]
    try expect(post("", Array(body.utf8), headers: headers), 400, code, "")
  }

  @Test func whoIsNotLetIn() throws {
    try expect(post("", Self.wav, headers: []), 401, "INVALID_AUTH", "")
    try expect(post("", Self.wav, method: "PUT"), 405, "METHOD_NOT_ALLOWED", "")
    try expect(post("", Self.wav) { $0.hasCredit = false }, 402, "ASR_PAYMENT_REQUIRED", "")
    let refused = OneShotService(settings: ServiceSettings(known: SpokenFixtures.known)).refuse(.tooMany)
    try expect(refused, 429, "TOO_MANY_REQUESTS", "")
  }

  private func expect(_ response: ResponseHead, _ status: Int, _ code: String, _ words: String, at: SourceLocation = #_sourceLocation)
    throws
  {
    #expect(response.status == status, sourceLocation: at)
    let body = try JSONValue(parsing: response.body)
    #expect(body["err_code"]?.string == code, sourceLocation: at)
    #expect(body["err_msg"]?.string == response.headers["dg-error"], sourceLocation: at)
    #expect(body["request_id"]?.string == response.headers["dg-request-id"], sourceLocation: at)
    if !words.isEmpty { #expect(response.headers["dg-error"]?.contains(words) == true, sourceLocation: at) }
  }
}
