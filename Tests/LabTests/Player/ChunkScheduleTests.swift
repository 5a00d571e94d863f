import Audio
import Lab
import Machines
import Scenarios
import Testing
import Timeline
import Wire

/// The rhythm of `stream` steps, seen in what a player sends and when.
@Suite struct ChunkScheduleTests {
  /// 1000 bytes a second, so that a chunk of 50 samples lasts 100 ms.
  static let format = AudioFormat(encoding: .linear16, sampleRate: 500, channels: 1)

  /// Times in milliseconds since the stream began.
  struct Sent: Equatable {
    var at: Int64
    var scheduled: Int64?
    var bytes: Int
  }

  /// Streams `count` bytes and fires each timer late by `lateness`.
  static func stream(_ streaming: Streaming, bytes count: Int, header: Int = 0, lateness: Double = 0) -> [Sent] {
    let scenario = Scenario(name: "t", steps: [.connect, .stream(streaming)])
    let profile = Profile(audio: format, chunkSamples: 50)
    let audio = StreamedAudio(bytes: [UInt8](repeating: 7, count: header + count), headerBytes: header, format: format)
    let play = Playbook(Player(scenario: scenario, profile: profile, target: "/", audio: audio))
    play >>> .started
    play.clock(10)
    play >>> .opened(ResponseHead(status: 101, reason: "", headers: []))
    var sent: [Sent] = []
    func collect() {
      for case .send(.dialled, .binary(let bytes), let due) in play.actions {
        sent.append(Sent(at: play.now / 1_000_000 - 10_000, scheduled: due.map { $0 / 1_000_000 - 10_000 }, bytes: bytes.count))
      }
    }
    collect()
    while let due = play.timers["chunk"] {
      play.clock(due.seconds + lateness)
      play.fireNext()
      collect()
    }
    return sent
  }

  @Test func aChunkIsDueWhenItsLastSampleHasBeenSpoken() {
    let sent = Self.stream(Streaming(), bytes: 350)
    #expect(
      sent == [
        Sent(at: 100, scheduled: 100, bytes: 100), Sent(at: 200, scheduled: 200, bytes: 100),
        Sent(at: 300, scheduled: 300, bytes: 100), Sent(at: 350, scheduled: 350, bytes: 50),
      ])
  }

  @Test func latenessDoesNotAddUp() {
    let sent = Self.stream(Streaming(), bytes: 1000, lateness: 0.02)
    #expect(sent.map(\.scheduled) == (1...10).map { $0 * 100 })
    #expect(sent.map(\.at) == (1...10).map { $0 * 100 + 20 })
  }

  @Test func paceDividesTheTime() {
    let sent = Self.stream(Streaming(rhythm: .pace(4)), bytes: 400)
    #expect(sent.map(\.at) == [25, 50, 75, 100])
  }

  @Test func aNaiveClientSleepsAfterEachSendAndDrifts() {
    let sent = Self.stream(Streaming(rhythm: .fixedSleep(.milliseconds(30))), bytes: 400, lateness: 0.01)
    #expect(sent.map(\.at) == [0, 40, 80, 120])
    #expect(sent.allSatisfy { $0.scheduled == nil })
  }

  @Test func aBurstGoesOutAtOnceWhenItsAudioIsThere() {
    let sent = Self.stream(Streaming(rhythm: .burst(.milliseconds(300))), bytes: 700)
    #expect(sent.map(\.at) == [300, 300, 300, 600, 600, 600, 700])
    #expect(sent.allSatisfy { $0.scheduled == $0.at })
  }

  @Test func theHeaderGoesWithTheFirstChunkAndTakesNoTime() {
    let sent = Self.stream(Streaming(), bytes: 200, header: 44)
    #expect(sent == [Sent(at: 100, scheduled: 100, bytes: 144), Sent(at: 200, scheduled: 200, bytes: 100)])
  }

  @Test(arguments: [(0.1, 0.25, 150), (0.5, 9, 500), (0.3, 0.2, 0), (0.0005, 0.0049, 4)])
  func fromAndToCutOnSamples(from: Double, to: Double, bytes: Int) {
    let sent = Self.stream(Streaming(from: .seconds(from), to: .seconds(to)), bytes: 1000)
    #expect(sent.reduce(0) { $0 + $1.bytes } == bytes)
  }

  @Test func aStepMayHaveItsOwnChunkLength() {
    #expect(Self.stream(Streaming(chunkSamples: 100), bytes: 400).map(\.bytes) == [200, 200])
  }
}
