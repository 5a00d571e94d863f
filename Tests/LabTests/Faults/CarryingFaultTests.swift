import Lab
import Scenarios
import Testing
import Timeline
import Wire

/// What the faults of the group "Carrying the audio" change between the two hops.
@Suite struct CarryingFaultTests {
  static let clean = VirtualLab.audio(7 * 88_200)
  static let chunk = 2048

  static func arrived(_ name: String) throws -> [UInt8] { try FaultTests.play(name).audio(.service, from: .relay) }

  @Test func audioNotForwarded() throws {
    let played = try FaultTests.play("audio-not-forwarded")
    #expect(played.frames(.service, from: .relay).allSatisfy { $0.frame.opcode != .binary })
    #expect(played.texts(.service, from: .relay) == [EndingFaultTests.closeStream])
  }

  @Test(arguments: [("audio-lost-at-start", 0.8), ("audio-lost-at-start:ms=2000", 2.0)])
  func audioLostAtStart(_ name: String, seconds: Double) throws {
    let arrived = try Self.arrived(name)
    let lost = Self.clean.count - arrived.count
    #expect(Self.clean.suffix(arrived.count) == arrived[...])
    #expect(abs(Double(lost) / 88_200 - seconds) < 0.2)
  }

  @Test(arguments: [("audio-lost-at-end", 0.8), ("audio-lost-at-end:ms=2000", 2.0)])
  func audioLostAtEnd(_ name: String, seconds: Double) throws {
    let arrived = try Self.arrived(name)
    #expect(Self.clean.starts(with: arrived))
    #expect(abs(Double(Self.clean.count - arrived.count) / 88_200 - seconds) < 0.1)
  }

  @Test func audioLost() throws {
    let every = try Self.arrived("audio-lost")
    #expect(abs(Double(every.count) / Double(Self.clean.count) - 0.75) < 0.01)
    #expect(Array(every.prefix(3 * Self.chunk)) == Array(Self.clean.prefix(3 * Self.chunk)))
    #expect(Array(every[3 * Self.chunk..<4 * Self.chunk]) == Array(Self.clean[4 * Self.chunk..<5 * Self.chunk]))
    let random = try Self.arrived("audio-lost:random")
    #expect(abs(Double(random.count) / Double(Self.clean.count) - 0.8) < 0.1)
    #expect(try Self.arrived("audio-lost:random:seed=1") == random)
    #expect(try Self.arrived("audio-lost:random:seed=9") != random)
  }

  @Test(arguments: ["audio-altered", "audio-altered:swap", "audio-altered:offset", "audio-altered:zeros", "audio-altered:resampled"])
  func audioAltered(_ name: String) throws {
    let arrived = try Self.arrived(name)
    #expect(arrived.count == Self.clean.count)
    switch name {
    case "audio-altered:offset": #expect(arrived == [0] + Self.clean.dropLast())
    case "audio-altered:zeros": #expect(arrived.allSatisfy { $0 == 0 })
    case "audio-altered:resampled":
      #expect(Array(arrived.prefix(8)) == [0, 1, 2, 3].flatMap { _ in Array(Self.clean.prefix(2)) })
    default: #expect(Array(arrived.prefix(4)) == [Self.clean[1], Self.clean[0], Self.clean[3], Self.clean[2]])
    }
  }

  @Test func audioReordered() throws {
    let arrived = try Self.arrived("audio-reordered")
    #expect(arrived.count == Self.clean.count && arrived != Self.clean)
    #expect(Array(arrived[3 * Self.chunk..<4 * Self.chunk]) == Array(Self.clean[4 * Self.chunk..<5 * Self.chunk]))
    #expect(Array(arrived[4 * Self.chunk..<5 * Self.chunk]) == Array(Self.clean[3 * Self.chunk..<4 * Self.chunk]))
  }

  @Test func audioDuplicated() throws {
    let arrived = try Self.arrived("audio-duplicated:every=4")
    #expect(abs(Double(arrived.count) / Double(Self.clean.count) - 1.25) < 0.01)
    #expect(Array(arrived[3 * Self.chunk..<4 * Self.chunk]) == Array(arrived[4 * Self.chunk..<5 * Self.chunk]))
  }

  @Test(arguments: ["audio-sent-as-text", "audio-sent-as-text:base64"]) func audioSentAsText(_ name: String) throws {
    let played = try FaultTests.play(name)
    #expect(played.audio(.service, from: .relay).isEmpty)
    #expect(!played.texts(.service, from: .relay).isEmpty)
    #expect(played.closes(.client, from: .relay).first?.hasPrefix("1008") == true)
  }

  @Test func controlSentAsAudio() throws {
    let played = try FaultTests.play("control-sent-as-audio")
    #expect(played.texts(.service, from: .relay).isEmpty)
    #expect(played.audio(.service, from: .relay) == Self.clean + Array(EndingFaultTests.closeStream.utf8))
  }

  @Test func audioHeldBack() throws {
    let played = try FaultTests.play("audio-held-back")
    #expect(played.audio(.service, from: .relay) == Self.clean)
    let stop = try #require(played.time(.client, from: .client, of: "stop"))
    #expect(played.times(.service, from: .relay, .binary).count == 1)
    #expect(played.times(.service, from: .relay, .binary).allSatisfy { $0 > stop })
  }

  @Test(arguments: [("empty-audio-frame", Hop.service), ("empty-audio-frame:client", .client)])
  func emptyAudioFrame(_ name: String, hop: Hop) throws {
    let frames = try FaultTests.play(name).frames(hop, from: hop.dialler).filter { $0.frame.opcode == .binary }
    #expect(frames.firstIndex { $0.frame.payload.isEmpty } == 40)
    #expect(frames.count { $0.frame.payload.isEmpty } == 1)
  }

  @Test func splitSample() throws {
    let arrived = try Self.arrived("split-sample:after=3")
    #expect(arrived.count == Self.clean.count - 1)
    let cut = 3 * Self.chunk - 1
    #expect(Array(arrived[..<cut]) == Array(Self.clean[..<cut]))
    #expect(Array(arrived[cut...]) == Array(Self.clean[(cut + 1)...]))
  }
}
