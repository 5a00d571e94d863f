import Audio
import Lab
import Scenarios
import Testing
import Timeline
import Wire

/// What each fault changes on the wire, in whole sessions in virtual time.
@Suite struct FaultTests {
  static let closeStream = #"{"type":"CloseStream"}"#

  static func play(_ faults: String, _ scenario: Scenario = .baseline) throws -> VirtualLab.Played {
    var lab = VirtualLab(scenario: scenario)
    lab.faults = try FaultCatalogue.parse(faults)
    let played = lab.play()
    #expect(played.outcome.error == nil)
    return played
  }

  static func query(_ played: VirtualLab.Played) -> String {
    String(played.requests(.service).first?.target.drop { $0 != "?" }.dropFirst() ?? "")
  }

  @Test(arguments: FaultCatalogue.all.map(\.name)) func everySessionEndsWhateverTheFault(_ name: String) throws {
    let scenarios = [
      Scenario.baseline, Scenario(name: "no-stop", steps: [.connect, .stream(Streaming()), .await(.closed, within: .seconds(10))]),
      Scenario(name: "hang-up", steps: [.connect, .stream(Streaming(to: .seconds(2))), .close(code: 1001, reason: "")]),
      Scenario(name: "vanish", steps: [.connect, .stream(Streaming(to: .seconds(3))), .vanish]),
      Scenario(name: "too-fast", steps: [.connect, .stream(Streaming(rhythm: .pace(4))), .stop, .await(.closed, within: .seconds(10))]),
    ]
    for scenario in scenarios {
      var lab = VirtualLab(scenario: scenario, profile: Profile(audio: AudioFormat(sampleRate: 8000)), seconds: 4)
      lab.faults = try FaultCatalogue.parse(name)
      let played = lab.play()
      #expect(played.outcome.error == nil, "\(scenario.name)")
      // Every connection that was had has one end, and the client is not left waiting for its session's limit.
      #expect(played.ends(.client).count == (played.failures(.client).isEmpty ? 1 : 0), "\(scenario.name)")
      #expect(played.ends(.service).count == played.requests(.service).count, "\(scenario.name)")
      #expect(!played.notes.contains { $0.code == .timedOut })
    }
  }

  @Test(arguments: ["audio-lost:random", "audio-undecodable:client", "results-crossed", "relay-crashed", "pacing-too-slow:relay"])
  func theSameFaultTwiceIsTheSame(_ name: String) throws {
    let short = Scenario(
      name: "short", steps: [.connect, .stream(Streaming(to: .seconds(2))), .stop, .await(.closed, within: .seconds(5))])
    #expect(try Self.play(name, short).events == Self.play(name, short).events)
  }

  @Test func twoFaultsInOneMachineBothShow() throws {
    let played = try Self.play("audio-lost:every=2,results-duplicated,close-stream-late:ms=1000,results-slow:ms=700")
    #expect(played.audio(.service, from: .relay).count < 7 * 88_200 * 6 / 10)
    let texts = played.texts(.client, from: .relay)
    let results = texts.filter { $0.contains("Results") }
    #expect(stride(from: 0, to: results.count - 1, by: 2).allSatisfy { results[$0] == results[$0 + 1] } && results.count >= 4)
    let stop = try #require(played.time(.client, from: .client, of: "stop"))
    let closeStream = try #require(played.time(.service, from: .relay, of: "CloseStream"))
    #expect(closeStream - stop >= .seconds(1))
  }

  @Test func faultsAreComposed() throws {
    let played = try Self.play("sample-rate-mismatch, results-not-forwarded")
    #expect(Self.query(played).contains("sample_rate=16000"))
    #expect(played.texts(.client, from: .relay).isEmpty)
  }
}
