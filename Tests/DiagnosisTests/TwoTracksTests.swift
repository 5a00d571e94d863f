import Diagnosis
import TestSupport
import Testing
import Timeline
import Wire
import Written

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
  /// The same message twice is no second track.
  private static let twice = bytes(
    stride(from: 0, to: 32_000, by: 320).flatMap { start in (0..<2).flatMap { _ in Array(one[start..<start + 320]) } })
  private static let hurried = bytes(track(3, 64_000))

  @Test(arguments: [(bySamples, true), (byMessages, true), (twice, false), (hurried, false), (Array(repeating: 0, count: 128_000), false)])
  func theyAreToldFromOne(_ sound: [UInt8], _ areTwo: Bool) throws {
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
    let cause = try #require(result.rootCauses.map(\.finding).first { $0.rule == "pacing-too-fast" }, "\(result.headline)")
    #expect(cause.party == .client && cause.cause.hasPrefix("two tracks in one stream") == areTwo, "\(cause.cause)")
  }
}
