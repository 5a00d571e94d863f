internal import Audio
internal import Dialects
internal import Lab
internal import Machines
internal import Scenarios
internal import Timeline

/// The built-in relay and service of one run, with the run's faults in them.
struct LabWorld: Sendable {
  let faults: FaultSet
  let habits: RelayHabits
  let profile: Profile
  let known: KnownSpeech
  let seed: UInt64
  let startedAtUnixNanoseconds: Int64
  /// How long the service takes over its handshake: none in a built-in pair, the real one's before a relay under test.
  var handshakeDelay: Nanoseconds = 0
  var misbehaving = MisbehavingParts()

  init(_ plan: RunPlan, startedAtUnixNanoseconds: Int64) {
    faults = plan.faults.begun()
    habits = plan.habits
    profile = plan.playedProfile
    known = plan.knownSpeech
    seed = plan.seed
    handshakeDelay = plan.handshakeDelay
    self.startedAtUnixNanoseconds = startedAtUnixNanoseconds
  }

  /// A world without a run: for parts of the lab that stand by themselves.
  init(faults: FaultSet, clips: [SpokenClip], profile: Profile = Profile(), startedAtUnixNanoseconds startedAt: Int64) {
    self.faults = faults.begun()
    habits = RelayHabits()
    self.profile = faults.adjusted(profile)
    known = KnownSpeech(BuiltIns.clips + clips)
    seed = 0
    startedAtUnixNanoseconds = startedAt
  }

  /// - Parameter connection: Number of the service connection: its ids are made of it.
  /// - Parameter misbehaviour: What it does wrong on purpose on this connection; nil: nothing.
  func service(connection: Int, _ misbehaviour: Misbehaviour? = nil) -> any Machine {
    service(serviceSettings(connection: connection), misbehaviour)
  }

  func service(_ settings: ServiceSettings, _ misbehaviour: Misbehaviour? = nil) -> any Machine {
    faults.wrap(misbehaviour.map { misbehaving.service(settings, $0) } ?? SimulatedService(settings: settings), as: .service)
  }

  /// - Parameter change: Comes before the faults: they have the last word.
  func serviceSettings(connection: Int, _ change: (inout ServiceSettings) -> Void = { _ in }) -> ServiceSettings {
    var settings = ServiceSettings(
      known: known, seed: seed &* 1_000_003 &+ UInt64(connection), startedAtUnixNanoseconds: startedAtUnixNanoseconds)
    settings.handshakeDelay = handshakeDelay
    change(&settings)
    return faults.adjusted(settings)
  }

  func relay() -> any Machine { relay(relaySettings()) }

  func relay(_ settings: RelaySettings) -> any Machine {
    let relay = habits.wrap(faults.wrap(ReferenceRelay(settings: settings), as: .relay))
    return profile.dialect.map { SpeakingRelay(relay, speaking: $0) } ?? relay
  }

  /// - Parameter change: Comes before the faults: they have the last word.
  func relaySettings(
    authorization: String = "Token built-in", _ change: (inout RelaySettings) -> Void = { _ in }
  ) -> RelaySettings {
    var settings = RelaySettings(declaring: profile.audio, in: profile.container, authorization: authorization, stop: profile.stop)
    change(&settings)
    return faults.adjusted(habits.adjusted(settings))
  }

  /// Path and query with which clients ask the built-in relay: of the profile's URL, where there is one, with the profile's query.
  var target: String {
    let path = "/speech/stt:test"
    guard let url = try? WebSocketURL(parsing: profile.relay ?? "ws://relay.test\(path)") else { return path }
    return url.adding(profile.query).target
  }

  func client(_ session: PlannedSession, target: String, report: (@Sendable (PlayerProgress) -> Void)? = nil) -> any Machine {
    let player = session.player(target: target)
    let machine: any Machine = report.map { ReportingPlayer(player, report: $0) } ?? player
    let faulty = faults.wrap(machine, as: .client)
    let plain: any Machine =
      profile.results.map {
        ListeningClient(
          faulty, results: $0, headers: profile.headers, stop: session.info.stop, stream: SpeakingClient.streamName(session.info.number))
      } ?? faulty
    let client: any Machine =
      profile.dialect.map {
        SpeakingClient(plain, speaking: $0, bytesPerSecond: session.bytesPerSecond, session: session.info.number)
      } ?? plain
    return session.info.misbehaviour == nil ? client : misbehaving.client(client)
  }

  /// What the recording says of the faults put in.
  func notes(session: Int, at now: Nanoseconds) -> [Event] {
    faults.faults.map { fault in
      Event(
        session: session, hop: nil, connection: 0, at: now,
        .note(Note(.fault, "\(fault.spelled) (\(fault.party.rawValue)): \(fault.summary)"))
      )
    }
  }
}
