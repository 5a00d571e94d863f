import Diagnosis
import Testing
import Timeline
import Wire

/// Two tracks in a stream of one, by somebody's client: named, and the client's.
@Suite struct TwoTracksTests {
  /// Something with the smoothness of speech: a sample hardly differs from the one before it.
  private static func track(_ seed: UInt64, _ count: Int) -> [Int16] {
    var random = SeededRandom(seed: seed)
    var (level, speed) = (0.0, 0.0)
    return (0..<count).map { _ in
      speed = speed * 0.95 + Double.random(in: -300...300, using: &random)
      level = min(max(level * 0.99 + speed, -20_000), 20_000)
      return Int16(level)
    }
  }

  private static func bytes(_ samples: [Int16]) -> [UInt8] {
    samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  private static let (one, other) = (track(1, 32_000), track(2, 32_000))
  private static let bySamples = bytes(zip(one, other).flatMap { [$0, $1] })
  private static let byMessages = bytes(
    stride(from: 0, to: 32_000, by: 320).flatMap { Array(one[$0..<$0 + 320]) + Array(other[$0..<$0 + 320]) })
  private static let pieces = Array(repeating: 640, count: 200)

  @Test func theyAreToldFromOne() {
    #expect(TwoTracks(Self.bySamples, pieces: Self.pieces, .linear16) == .samples)
    #expect(TwoTracks(Self.byMessages, pieces: Self.pieces, .linear16) == .messages)
    #expect(TwoTracks(Self.bytes(Self.one), pieces: Self.pieces, .linear16) == nil)
    #expect(TwoTracks(Array(repeating: 0, count: 64_000), pieces: Self.pieces, .linear16) == nil)
    // The same message twice is no second track.
    let twice = Self.bytes(
      stride(from: 0, to: 32_000, by: 320).flatMap { Array(repeating: Array(Self.one[$0..<$0 + 320]), count: 2).flatMap { $0 } })
    #expect(TwoTracks(twice, pieces: Self.pieces, .linear16) == nil)
  }

  @Test(arguments: [bySamples, byMessages]) func theClientIsToBlame(_ sound: [UInt8]) throws {
    var recording = try WrittenTimeline(
      """
      session baseline audio=linear16/16000/1 seconds=4 stop="stop"
        0.00      client  → GET /listen?encoding=linear16&sample_rate=16000
        0.01      client  ← 101
        0.10-2.10 client  → audio 4.0s chunk=20
        2.30      client  → text "stop"
        2.60      client  ← metadata duration=4
        2.70      client  ← close 1000
      """
    ).recording
    recording.run.origin = .tapped
    recording.sessions[0].audio = nil
    var place = 0
    for index in recording.events.indices {
      guard case .frame(var frame) = recording.events[index].kind, frame.frame.opcode == .binary else { continue }
      let length = frame.frame.payload.count
      frame.frame.payload = Array(sound[place..<place + length])
      recording.events[index].kind = .frame(frame)
      place += length
    }
    #expect(place == sound.count)
    let result = Diagnosis.diagnose(recording)
    let cause = try #require(result.rootCauses.first?.finding)
    #expect(
      cause.rule == "pacing-too-fast" && cause.party == .client && cause.cause.hasPrefix("two tracks in one stream"), "\(result.headline)")
  }
}
