import Diagnosis
import Running
import Testing
import Timeline

/// What `replay` does, with each recording under `Fixtures/recordings`: the same sides once more say the same of a relay that is as broken as then.
@Suite(.timeLimit(.minutes(5))) struct ReplayedFixturesTests {
  /// Clients that were never let in: there is nothing to send again.
  private static let unheard: Set<String> = ["relay-unreachable", "tls-failed"]
  /// How slowly a client reads stands in no recording.
  private static let unrecorded: Set<String> = ["backpressure-ignored"]
  /// Its relay holds the audio back until it has a word of the service's, and then the recorded one has said all.
  private static let untimely: Set<String> = ["ready-signal-wrong"]

  /// A service or client that was made to fail says so in notes, which a recorded one has not; or the cause is not the relay's.
  private static let provokedElsewhere: Set<String> = [
    "audio-swallowed", "audio-undecodable", "failure-told-as-success", "idle-cut", "idle-timeout", "message-shape-unknown", "no-final",
    "no-messages", "pacing-too-fast", "pacing-too-slow", "redial-storm", "service-hang-unnoticed", "service-key-leaked", "service-refused",
    "transcript-wrong",
    "unexpected-close", "unexplained",
  ]

  private static let sent = Catalogue.rules.map(\.id).filter { !unheard.union(unrecorded).contains($0) }

  private static func causes(_ recording: Recording) -> [String] {
    let result = Diagnosis.diagnose(recording)
    return (result.rootCauses.map(\.finding) + result.notices).map { "\($0.rule), \($0.party.rawValue)" }
  }

  @Test func whatIsLeftOutAreRules() {
    #expect(Self.unheard.union(Self.unrecorded).union(Self.untimely).union(Self.provokedElsewhere).subtracting(Catalogue.ids) == [])
  }

  @Test(arguments: sent) func theClientAgain(_ id: String) throws {
    let world = try FixtureWorld(id)
    #expect(Self.causes(world.clientAgain()) == Self.causes(world.recording))
  }

  /// `replay --as-service`, and the recorded client before the relay.
  @Test(arguments: sent.filter { !untimely.union(provokedElsewhere).contains($0) }) func bothSidesAgain(_ id: String) throws {
    let world = try FixtureWorld(id)
    let causes = Self.causes(world.recording)
    #expect(!world.recording.sessions.contains { $0.misbehaviour != nil } && causes.first?.hasSuffix("relay") == true)
    #expect(Self.causes(world.bothAgain()) == causes)
  }

  @Test(arguments: provokedElsewhere) func whatIsNoRelaysFaultIsNotComparedFromBothSides(_ id: String) throws {
    let recording = try FixtureWorld(id).recording
    #expect(recording.sessions.contains { $0.misbehaviour != nil } || Self.causes(recording).first?.hasSuffix("relay") != true)
  }

  @Test(arguments: unheard) func whoWasNeverLetInHasNothingToSend(_ id: String) throws {
    #expect(ReplayedSession.all(try FixtureWorld(id).recording).isEmpty)
  }
}
