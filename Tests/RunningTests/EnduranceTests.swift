import Audio
import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline

/// The suite `endurance` in virtual time: what shows only after a while is told by its times, and a healthy relay gives no finding.
struct EnduranceTests {
  /// A byte for a sample, and few of them: minutes of audio are a megabyte.
  private static let small: Profile = {
    var profile = Profile(audio: AudioFormat(encoding: .mulaw, sampleRate: 8000))
    profile.chunkSamples = 800
    return profile
  }()

  private static func play(
    _ faults: String? = nil, _ habits: RelayHabits = RelayHabits(), scenarios: [String] = Suite.endurance.scenarios
  ) throws -> Recording {
    var plan = RunPlan(
      profile: small, scenarios: scenarios.compactMap(BuiltIns.scenario), suite: "endurance",
      faults: try faults.map(FaultCatalogue.parse) ?? FaultSet())
    plan.habits = habits
    return try VirtualRun.play(plan, toolVersion: "test")
  }

  @Test(.timeLimit(.minutes(5)), arguments: [RelayHabits(), RelayHabits(DialsAgain()), RelayHabits(ReshapesMessages(.typeText))])
  func aHealthyRelayGivesNoFinding(_ habits: RelayHabits) throws {
    let recording = try Self.play(nil, habits)
    for view in [recording, recording.clientHopOnly] {
      let result = Diagnosis.diagnose(view)
      #expect(result.verdict == .healthy, "\(habits.name): \(result.headline)")
      #expect(result.rootCauses.map(\.finding.summary) == [], "\(habits.name)")
      #expect(result.sessions.allSatisfy { $0.finals > 0 }, "\(habits.name)")
    }
  }

  /// They begin together, so that the whole takes as long as the longest.
  @Test func theyGoSideBySide() throws {
    let plan = RunPlan(scenarios: Suite.endurance.scenarios.compactMap(BuiltIns.scenario), suite: "endurance")
    #expect(try plan.sessions().map(\.info.group) == [1, 1, 1, 1])
    let alone = RunPlan(scenarios: [try #require(BuiltIns.scenario("long-quiet"))])
    #expect(try alone.sessions().map(\.info.group) == [nil])
  }

  /// Whoever says the same again and again has each of its blocks once, and no more, in common with others that say it once.
  @Test(.timeLimit(.minutes(5))) func whatIsSaidAgainTakesNobodysConnection() throws {
    let result = Diagnosis.diagnose(try Self.play(scenarios: ["too-fast", "hang-up", "long-talk"]))
    #expect(result.rootCauses.map(\.finding.summary) == [], "\(result.headline)")
  }

  /// Each with the words that name the time or the slope.
  static let faults: [(fault: String, rule: String, party: Party, scenario: String, words: [String])] = [
    ("idle-cut", "idle-cut", .network, "long-quiet", ["60.0 s in which nothing went to the client", "nginx's `proxy_read_timeout`"]),
    (
      "idle-cut:way=either", "idle-cut", .network, "long-silence",
      ["60.0 s in which nothing went either way", "nginx's `proxy_read_timeout`"]
    ),
    ("idle-cut:ms=100000:way=either", "idle-cut", .network, "long-silence", ["100.0 s in which nothing went either way", "Cloudflare"]),
    ("idle-cut:ms=30000", "idle-cut", .network, "long-quiet", ["30.0 s in which nothing went to the client"]),
    ("results-slow:growing", "results-slow", .relay, "long-talk", ["ms a minute"]),
    ("pacing-too-slow:relay:ms=103", "pacing-too-slow", .relay, "long-talk", ["ms a minute"]),
    ("service-refused:token", "service-refused", .relay, "long-idle-start", ["s after its client had come", "grants live 30 s"]),
    ("ping-unanswered", "ping-unanswered", .relay, "long-talk", ["every 20 s and waits 20 s"]),
    ("unexpected-close:network:ms=30000", "unexpected-close", .network, "long-talk", ["30.0 s: a token that lives 30 s"]),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: faults)
  func whatShowsLateIsNamed(_ fault: String, rule: String, party: Party, scenario: String, words: [String]) throws {
    let recording = try Self.play(fault)
    let result = Diagnosis.diagnose(recording)
    #expect(result.rootCauses.map(\.finding.rule) == [rule], "\(result.headline)")
    let finding = try #require(result.rootCauses.first?.finding)
    #expect(finding.party == party)
    let number = recording.sessions.first { $0.scenario == scenario }?.number
    #expect(finding.evidence.contains { $0.session == number })
    for word in words { #expect(finding.summary.contains(word), "\(finding.summary)") }
  }

  /// The slope that was put in is the one that is found, within a tenth, from both hops and from one.
  @Test(.timeLimit(.minutes(5)), arguments: [3, 5, 20])
  func theSlopeIsRight(_ eachSecond: Int) throws {
    let recording = try Self.play("results-slow:growing:ms=\(eachSecond)", scenarios: ["long-talk"])
    for view in [recording, recording.clientHopOnly] {
      let cause = try #require(Diagnosis.diagnose(view).rootCauses.first?.finding)
      #expect(cause.rule == "results-slow")
      let found = try #require(cause.cause.split(separator: " ").compactMap { Int($0) }.last)
      #expect(abs(found - eachSecond * 60) <= eachSecond * 6, "\(cause.cause)")
    }
  }
}
