import Speech
import Testing
import Timeline
import Wire

@testable import Diagnosis

/// What one connection carried.
struct HopFactsTests {
  private static func client(_ lines: String) throws -> HopFacts { try Told.facts("0 client → GET /\n0.01 client ← 101\n\(lines)").client }

  /// A control message in a binary frame is no audio, whatever its length; audio in a text frame is no control.
  @Test(
    arguments: [
      FactCase("a word", "1 client → binary stop", [0, 0, 1]), FactCase("its letters", "1 client → binary CloseStream", [0, 0, 1]),
      FactCase("an object with a type", "1 client → binary \"{'type':'KeepAlive'}\"", [0, 0, 1]),
      FactCase("an object without one", "1 client → binary \"{'a':1}\"", [1, 0, 0]),
      FactCase("a word that ends nothing", "1 client → binary halt", [1, 0, 0]),
      FactCase("an empty message", "1 client → empty", [0, 1, 0]),
      FactCase("text", "1 client → text stop", [0, 1, 0]), FactCase("audio", "1 client → audio 0.1s", [1, 0, 0]),
      FactCase("audio in text", "1 client → audio 0.1s base64", [0, 1, 0]),
      FactCase("the relay's message", "1 client ← binary stop", [0, 0, 0]),
    ] as [FactCase<[Int]>])
  func audioAndControl(_ test: FactCase<[Int]>) throws {
    let hop = try Self.client(test.lines)
    #expect([hop.audio.count, hop.controls.count, hop.binaryControls.count] == test.says)
  }

  @Test func aPieceInFragmentsIsOneAndDatedByItsLast() throws {
    var recording = try Told.recording(Told.speaking)
    try recording.fragment(.binary, of: .client, on: .client, place: 4, earlier: .milliseconds(30))
    let hop = try #require(RunFacts(recording).sessions.first).client
    let whole = try Told.facts(Told.speaking).client
    #expect(hop.audio.map(\.at) == whole.audio.map(\.at) && hop.audio.map(\.bytes) == whole.audio.map(\.bytes))
    #expect(hop.audioBytes == whole.audioBytes)
    #expect(hop.fragmented == 1 && whole.fragmented == 0)
  }

  @Test func whatAFragmentLacksIsNoMessage() throws {
    var recording = try Told.recording(Told.speaking)
    try recording.fragment(.binary, of: .client, on: .client, place: 19)
    recording.events.removeLast()
    let hop = try #require(RunFacts(recording).sessions.first).client
    #expect(hop.audio.count == 19 && hop.fragmented == 0)
  }

  @Test(
    arguments: [
      FactCase("asked and answered", "0 client → GET /\n1 client ← 101", true), FactCase("not answered", "0 client → GET /", false),
      FactCase("refused", "0 client → GET /\n1 client ← 403", false),
      FactCase("not reached", "0 client failed connect ECONNREFUSED", false),
      FactCase("let in, and then a failure", "0 client → GET /\n1 client ← 101\n1 client failed handshake BAD_ACCEPT", false),
    ] as [FactCase<Bool>])
  func isOpen(_ test: FactCase<Bool>) throws {
    #expect(try Told.facts(test.lines).client.isOpen == test.says)
  }

  /// The signs that the audio is over, and those that end the stream.
  @Test(
    arguments: [
      FactCase("CloseStream", "1 client → CloseStream", [1.0, 1.0]), FactCase("an empty message", "1 client → empty", [1.0, 1.0]),
      FactCase("Finalize", "1 client → Finalize", [1.0, nil]),
      FactCase("Finalize first", "1 client → Finalize\n2 client → CloseStream", [1.0, 2.0]),
      FactCase("KeepAlive", "1 client → KeepAlive", [nil, nil]), FactCase("another word", "1 client → text stop", [nil, nil]),
      FactCase("a Close", "1 client → close 1000", [nil, nil]),
    ] as [FactCase<[Double?]>])
  func ends(_ test: FactCase<[Double?]>) throws {
    let hop = try Self.client(test.lines)
    #expect([hop.endOfAudio(after: .min)?.at, hop.endOfStream()?.at] == test.says.map { $0.map(Nanoseconds.seconds) })
  }

  @Test func anEndIsLookedForFromATimeOnAndBeforeAnEvent() throws {
    let hop = try Self.client("1 client → CloseStream\n2 client → CloseStream")
    #expect(hop.endOfAudio(after: .seconds(1))?.at == .seconds(1))
    #expect(hop.endOfAudio(after: .seconds(1) + 1)?.at == .seconds(2))
    #expect(hop.endOfAudio(after: .seconds(2) + 1) == nil)
    let first = try #require(hop.endOfStream())
    #expect(hop.endOfStream(before: first.event) == nil)
    #expect(hop.endOfStream(before: first.event + 1)?.at == .seconds(1))
  }

  /// A greeting is no transcript: it came before anything could be heard.
  @Test(
    arguments: [
      FactCase("before the audio", "0.05 client ← message \"welcome\"\n1 client → audio 0.1s", 0),
      FactCase("with its beginning", "1 client → audio 0.1s\n1.249 client ← message welcome", 0),
      FactCase("a quarter of a second behind", "1 client → audio 0.1s\n1.25 client ← message welcome", 1),
      FactCase("with a time on the audio's clock", "0.05 client ← results a final start=0 duration=1\n1 client → audio 0.1s", 1),
    ] as [FactCase<Int>])
  func results(_ test: FactCase<Int>) throws {
    #expect(try Self.client(test.lines).results.count == test.says)
  }

  @Test func theFirstMetadataCounts() throws {
    let hop = try Self.client("1 client ← metadata duration=1 request=a\n2 client ← metadata duration=2 request=b")
    #expect(hop.metadata?.value.duration == 1 && hop.requestIDs.map(\.value) == ["a", "b"])
  }

  @Test func ofTwoClosesEachPartysFirstCounts() throws {
    let hop = try Self.client("1 client ← close 1011\n2 client → close 1000\n3 client end fin by=client\n4 client end rst by=relay")
    #expect(hop.close(by: .relay)?.value.code == 1011 && hop.close(by: .client)?.value.code == 1000)
    #expect(hop.close(by: .service) == nil)
    #expect(hop.end?.at == .seconds(3))
  }

  @Test(arguments: [
    ("/v1/listen?model=nova-3&encoding=linear16", "encoding", "linear16" as String?), ("/v1/listen", "encoding", nil),
    ("/v1/listen?tag=a%20b&tag=c", "tag", "a b"), ("/v1/listen?encoding=", "encoding", ""), ("/v1/listen?Encoding=x", "encoding", nil),
  ])
  func parameters(target: String, name: String, value: String?) throws {
    #expect(try Told.facts("0 client → GET \"\(target)\"").client.parameter(name) == value)
  }

  @Test func theLastSignIsBeforeTheTimeAndNotAtIt() throws {
    let hop = try Self.client("1 client → audio 0.1s\n2 client → KeepAlive\n3 client → audio 0.1s")
    #expect(hop.lastSign(before: .seconds(3))?.at == .seconds(2))
    #expect(hop.lastSign(before: .seconds(3) + 1)?.at == .seconds(3))
    #expect(hop.lastSign(before: .seconds(1)) == nil)
  }
}
