package import Audio
internal import Dialects
package import Lab
package import Scenarios
internal import Speech
package import Timeline

/// What a run will do: which clients, against what, broken how.
package struct RunPlan: Sendable {
  /// As the profile's file and the command line say, before faults.
  package var profile: Profile
  package var scenarios: [Scenario]
  package var suite: String?
  package var faults: FaultSet
  /// What the built-in relay does its own way, faults aside.
  package var habits = RelayHabits()
  /// `--audio FILE`: takes the place of speech in every scenario; of several, clients side by side have one each, in turn.
  package var clips: [SpokenClip]
  package var seed: UInt64
  /// The longest that one session may take; nil: as long as its steps.
  package var sessionLimit: Nanoseconds?
  package var repetitions: Int
  /// `--service-fault NAME`: what the service does wrong on purpose where a scenario does not say.
  package var misbehaviour: Misbehaviour?
  /// How long the service takes over its handshake, in a built-in pair; before a relay under test it is as far away as the real one.
  package var handshakeDelay: Nanoseconds = 0
  package var loadFile: @Sendable (String) -> [UInt8]?

  package init(
    profile: Profile = Profile(), scenarios: [Scenario], suite: String? = nil, faults: FaultSet = FaultSet(), clips: [SpokenClip] = [],
    seed: UInt64 = 0, sessionLimit: Nanoseconds? = nil, repetitions: Int = 1, misbehaviour: Misbehaviour? = nil,
    loadFile: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
  ) {
    self.profile = profile
    // A clip in a container is streamed as it is, and declared so.
    if let container = clips.first?.contained?.container, profile.container == nil { self.profile.contain(in: container) }
    self.scenarios = scenarios
    self.suite = suite
    self.faults = faults
    self.clips = clips
    self.seed = seed
    self.sessionLimit = sessionLimit
    self.repetitions = repetitions
    self.misbehaviour = misbehaviour
    self.loadFile = loadFile
  }

  /// The profile as the sessions are played with it.
  package var playedProfile: Profile { faults.adjusted(habits.adjusted(profile)) }

  /// The suite's scenarios begin together; one that was named beside it goes with them. Not where all clients would hear all results.
  private var isSideBySide: Bool {
    guard profile.results?.isShared != true, let suite, case .found(let found) = Suite.named(suite) else { return false }
    return found.isSideBySide && scenarios.count > 1
  }

  /// Every session, ready to be played, in order.
  package func sessions() throws(ConfigurationError) -> [PlannedSession] {
    let played = playedProfile
    var once: [PlannedSession] = []
    for scenario in scenarios {
      let clients = scenario.clients
      let group = isSideBySide ? 1 : clients.count > 1 ? once.count + 1 : nil
      for (place, client) in clients.enumerated() {
        let clip = clips.isEmpty ? nil : clips[place % clips.count]
        once.append(try PlannedSession(number: once.count + 1, client, of: scenario, clip: clip, group: group, plan: self, profile: played))
      }
    }
    // Repetitions share their audio: it is made once.
    return (0..<max(1, repetitions)).flatMap { round in once.map { $0.numbered($0.info.number + round * once.count) } }
  }

  /// All speech that the simulated service can recognise in this run.
  package var knownSpeech: KnownSpeech {
    let others = clips.filter { BuiltIns.clip($0.name) != $0 }
    return others.isEmpty ? Self.builtInSpeech : KnownSpeech(BuiltIns.clips + others)
  }

  /// Listening to the built-in clips takes a moment: once is enough.
  private static let builtInSpeech = KnownSpeech(BuiltIns.clips)
}

/// One session before it is played.
package struct PlannedSession: Sendable {
  package private(set) var info: SessionInfo
  package private(set) var material: AudioMaterial
  package let profile: Profile
  private let sessionLimit: Nanoseconds?

  /// - Parameters:
  ///   - client: What this client does: the scenario, or its part in a scenario of several.
  ///   - clip: Takes the place of its speech; nil: none does.
  ///   - group: The number of the first session that plays at the same time.
  init(
    number: Int, _ client: Scenario, of scenario: Scenario, clip: SpokenClip?, group: Int?, plan: RunPlan, profile: Profile
  ) throws(ConfigurationError) {
    material = try AudioMaterial.prepare(
      plan.faults.adjusted(client), profile: profile, override: clip, seed: plan.seed &+ UInt64(number), load: plan.loadFile)
    self.profile = profile
    sessionLimit = plan.sessionLimit
    unspeakable = client.whyNot(with: profile) ?? scenario.whyNot(with: profile)
    info = SessionInfo(
      number: number, scenario: scenario.name, group: group, about: scenario.about, definition: ScenarioWriter.yaml(scenario),
      provokes: scenario.provokes,
      audio: material.info, stop: client.ownStop ?? profile.stop, messages: profile.messages,
      ready: profile.ready?.json.serialized(), dialect: profile.dialect?.setting.serialized(),
      misbehaviour: client.isOneShot ? nil : scenario.service ?? plan.misbehaviour, expectations: material.scenario.expectations)
  }

  /// The same session under another number.
  func numbered(_ number: Int) -> PlannedSession {
    var copy = self
    copy.info.group = info.group.map { $0 + number - info.number }
    copy.info.number = number
    return copy
  }

  /// The same session, with what it is played for.
  func chosen(because reason: String) -> PlannedSession {
    var copy = self
    copy.info.about = info.about.isEmpty ? reason : "\(info.about) (\(reason))"
    return copy
  }

  /// The same session with less patience: it waits at most so long for the relay's end.
  /// - Returns: Nil where it does not wait longer anyway.
  func hurried(_ patience: Nanoseconds) -> PlannedSession? {
    var copy = self
    for (index, step) in material.scenario.steps.enumerated() {
      guard case .await(.closed, let within) = step, within > patience else { continue }
      copy.material.scenario.steps[index] = .await(.closed, within: patience)
    }
    return copy.material.scenario.steps == material.scenario.steps ? nil : copy
  }

  /// How long something may take, within the session's own limit.
  func limit(_ time: Nanoseconds) -> Nanoseconds { min(time, sessionLimit ?? time) }

  /// True where it asks for what only a relay can do, and its profile speaks to the service itself.
  var lacksRelay: Bool { material.scenario.wantsRelay && profile.isDirect }

  /// Why it makes no sense with the profile, faults aside; nil where it does.
  let unspeakable: String?

  /// True where it sends a recording whole over HTTP, and opens no WebSocket.
  var isOneShot: Bool { material.scenario.isOneShot }

  /// Of the samples that it streams.
  var bytesPerSecond: Int { material.format.bytesPerSecond }

  /// The scripted client, ready to dial.
  /// - Parameter target: Path and query of the relay.
  package func player(target: String) -> Player {
    Player(
      scenario: material.scenario, profile: profile, target: target,
      audio: StreamedAudio(bytes: material.bytes, headerBytes: material.headerBytes, format: material.format, marks: material.marks),
      sessionLimit: sessionLimit)
  }
}
