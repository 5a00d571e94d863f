import Audio
import Codecs
import Lab
import Speech
import Testing
import Wire

/// PROTOCOL, "Declaring the audio": Opus in a container that tells what it is, or declared.
struct ServiceContainerTests {
  private static let clip = SpokenFixtures.clip("one-sentence")

  private static func file(_ container: AudioContainer) throws -> ContainerFile {
    try #require(
      ContainerFile(encoding: SpokenFixtures.samples("one-sentence", rate: 48_000), sampleRate: 48_000, channels: 1, in: container))
  }

  private func play(_ query: String, _ messages: [[UInt8]]) -> ServiceSession {
    var session = ServiceSession.open("/v1/listen?interim_results=true" + (query.isEmpty ? "" : "&" + query))
    for message in messages {
      session.send(.binary(message))
      session.wait(0.02)
    }
    session.say(.closeStream)
    session.wait(3)
    #expect(session.close?.code == 1000)
    return session
  }

  private func cut(_ bytes: [UInt8], _ size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min(bytes.count, $0 + size)]) }
  }

  private func expectSilence(_ session: ServiceSession) {
    #expect(session.results.isEmpty)
    #expect(session.metadata.first?.duration == 0 && session.metadata.first?.channels == 0)
  }

  @Test(arguments: AudioContainer.allCases, [1, 33, 1000])
  func aContainerTellsWhatItIs(_ container: AudioContainer, _ size: Int) throws {
    let session = play("", cut(try Self.file(container).bytes, size))
    #expect(session.transcript == Self.clip.transcript)
    #expect(abs((session.metadata.first?.duration ?? 0) - Self.clip.seconds) < 0.03)
    #expect(session.metadata.first?.channels == 1)
  }

  @Test func declaredAsOpus() throws {
    let ogg = try Self.file(.ogg)
    #expect(play("encoding=ogg-opus&sample_rate=48000", cut(ogg.bytes, 500)).transcript == Self.clip.transcript)
    #expect(play("encoding=opus&sample_rate=48000", ogg.packets.map(\.bytes)).transcript == Self.clip.transcript)
  }

  @Test func aWrongDeclarationIsSilence() throws {
    let (webm, ogg) = (try Self.file(.webm), try Self.file(.ogg))
    expectSilence(play("encoding=ogg-opus&sample_rate=48000", cut(webm.bytes, 500)))
    expectSilence(play("encoding=ogg-opus&sample_rate=48000", ogg.packets.map(\.bytes)))
    let raw = play("encoding=linear16&sample_rate=48000", cut(webm.bytes, 500))
    #expect(raw.transcript == "")
    // Every two bytes are a sample.
    #expect(abs((raw.metadata.first?.duration ?? 0) - Double(webm.bytes.count / 2) / 48_000) < 1e-5)
  }

  /// A header is in the first part only: without it nothing can be decoded.
  @Test(arguments: AudioContainer.allCases)
  func withoutItsHeaderItIsSilence(_ container: AudioContainer) throws {
    let file = try Self.file(container)
    expectSilence(play("", cut(Array(file.bytes[file.marks.headerLength...]), 500)))
    expectSilence(play("", cut(Array(file.bytes.prefix(file.marks.headerLength)), 500)))
  }

  /// Where messages are joined or cut, and empty ones between them, the bytes are the same.
  @Test func emptyMessagesBetweenAreHarmless() throws {
    var messages = cut(try Self.file(.webm).bytes, 700)
    messages.insert(messages[0] + messages[1], at: 2)
    messages.removeFirst(2)
    #expect(play("", messages).transcript == Self.clip.transcript)
  }
}
