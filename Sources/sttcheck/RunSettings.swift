internal import Audio
internal import Dialects
internal import Foundation
internal import Lab
internal import Network
internal import Running
internal import Scenarios
internal import Timeline
internal import Wire

/// The command line and the profile, made into a plan. What the command line says goes first.
struct RunSettings {
  let plan: RunPlan
  var target: Target
  /// The command that starts the relay, and how long it may take to listen; nil: it runs already.
  let start: (command: String, patience: Duration)?
  /// TLS, proxy and the like of the connections to the relay.
  let dialOptions: DialOptions
  let record: String
  /// Whether digests stand in place of the audio.
  let isSealed: Bool
  /// Whether equal payloads are kept once.
  let recordsOnce: Bool
  let report: String
  let formats: [ReportFormat]
  let failOn: RunOptions.FailOn
  let jobs: Jobs
  /// Whether to go on with scenarios that part the causes that are left.
  let investigates: Bool
  /// Where a recording is sent whole; nil: the profile names no such place.
  let oneShot: OneShotTarget?
  let limits: Limits
  /// When the run, its diagnosis and its reports are to be over.
  let deadline: ContinuousClock.Instant
  var notes: [String]

  /// - Parameter login: The result of the profile's login, once it has been made.
  init(_ command: RunCommand, login: String? = nil) throws {
    var notes: [String] = []
    let loaded = try LoadedProfile(command.profile, login: login)
    notes += loaded.notes
    let (file, options) = (loaded.file, loaded.file.options)
    let beside = loaded.beside

    var profile = file.profile
    if let relay = command.relay { profile.relay = relay }
    if let client = command.client { profile.speak(try Self.dialect(client)) }
    if command.compress, profile.connection.compression == nil { profile.connection.compression = .usual }
    if let container = command.container { profile.contain(in: try Self.container(container, profile)) }
    let names =
      command.scenarios.isEmpty
      ? (command.suite == nil ? options.scenarios?.map { BuiltIns.yaml(of: $0) == nil ? beside($0) : $0 } ?? [] : []) : command.scenarios
    let suiteName = command.scenarios.isEmpty ? command.suite ?? (names.isEmpty ? options.suite ?? "standard" : nil) : command.suite
    let played = try Self.scenarios(names, suite: suiteName)
    let faults: FaultSet
    do { faults = try (command.fault ?? options.fault).map(FaultCatalogue.parse) ?? FaultSet() } catch {
      throw CommandFailure(code: .usage, text: "\(error)")
    }
    let audioPaths = command.audio.isEmpty ? (options.audioFiles ?? []).map(beside) : command.audio
    let seed = command.seed ?? 0
    let limit = try Self.positive(command.timeout, "--timeout", "seconds").map { Nanoseconds.seconds($0) } ?? options.timeout
    let repetitions =
      try Self.positive(command.repetitions.map(Double.init), "--repeat", "times").map { Int($0) } ?? options.repetitions ?? 1
    let service = try ServiceWords(command, options)
    let misbehaviour = try service.fault.map(ServiceFault.read)
    plan = RunPlan(
      profile: profile, scenarios: played.scenarios, suite: played.suite, faults: faults, clips: try Self.clips(audioPaths), seed: seed,
      sessionLimit: limit, repetitions: repetitions, misbehaviour: misbehaviour, loadFile: { Files.contents(played.paths[$0] ?? $0) })
    target = try Self.target(profile, faults, service)
    try ServiceFault.check(misbehaviour, plan.scenarios, against: target)
    start = service.start
    notes += Self.warnings(target)
    dialOptions = try Self.dialOptions(profile.connection, beside: beside)
    record = command.record ?? options.record.map(beside) ?? "Reports/sttcheck.sqlite"
    guard !record.isEmpty else { throw CommandFailure(code: .usage, text: "--record: a path is wanted, as run.sqlite") }
    isSealed = try Self.recordAudio(command.recordAudio) ?? options.recordAudio == .digest
    recordsOnce = command.recordOnce || options.recordOnce == true
    report = command.report ?? options.report.map(beside) ?? "Reports"
    formats = try command.format.map { try FormatList.read($0, ReportFormat.self) } ?? options.formats ?? ReportFormat.usual
    failOn = try Self.failOn(command.failOn) ?? options.failOn ?? .error
    let wantedJobs = try Self.positive((command.jobs ?? options.jobs).map(Double.init), "--jobs", "sessions").map { Int($0) }
    jobs = Jobs(
      target, wanted: wantedJobs, severalClients: plan.scenarios.contains { $0.clients.count > 1 },
      hearsAll: plan.profile.results?.isShared == true)
    if case .relay(_, .some) = target, let wantedJobs, wantedJobs > 1 {
      notes.append("--jobs \(wantedJobs): sessions go one at a time, so that each service hop can be told to its session")
    }
    limits = try command.limitOptions.limits(of: options.limits)
    deadline = try Deadline.instant(command.deadline, options.deadline)
    investigates = command.investigate || options.investigate == true
    if command.investigate, case .relay(_, nil) = target {
    } else if command.investigate {
      notes.append("--investigate: the service hop is seen in this run, so the frames tell by themselves; nothing is added")
    }
    if let url = profile.oneShot {
      oneShot = try Self.oneShot(url, options: dialOptions, of: target)
    } else {
      oneShot = nil
    }
    self.notes = notes
  }

  /// A run that begins now.
  static func runInfo(relay: String) -> RunInfo {
    let now = Date()
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    return RunInfo(
      id: UUID().uuidString.lowercased(), startedAt: formatter.string(from: now),
      startedAtUnixNanoseconds: Int64(now.timeIntervalSince1970 * 1e9), toolVersion: toolVersion, relay: relay, serviceHop: .unseen,
      command: Self.commandLine)
  }

  func sessions() throws(CommandFailure) -> [PlannedSession] {
    do { return try plan.sessions() } catch { throw CommandFailure(code: .usage, text: error.text) }
  }

  func runInfo() -> RunInfo {
    var info = Self.runInfo(relay: plan.profile.relay ?? "built-in")
    info.serviceHop =
      switch target {
      case .builtIn: .simulated
      case .relay(_, nil): plan.profile.isDirect ? .direct : .unseen
      case .relay(_, let side?): side.forward == nil ? .simulated : .tapped
      }
    info.suite = plan.suite
    if isSealed { info.unrecorded.insert(.sound) }
    info.seed = plan.seed
    return info
  }

  private static var commandLine: String {
    let quoted = CommandLine.arguments.dropFirst().map { word in
      word.contains { " '\"$&|;<>()*?".contains($0) } ? "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'" : word
    }
    return (["sttcheck"] + quoted).joined(separator: " ")
  }

  private static func positive(_ value: Double?, _ option: String, _ unit: String) throws(CommandFailure) -> Double? {
    guard let value else { return nil }
    guard value > 0, value <= 1e6 else {
      throw CommandFailure(code: .usage, text: "\(option): a number of \(unit) above 0, and at most 1000000, is wanted")
    }
    return value
  }

  /// What the recording keeps of the audio, as on the command line; nil where it does not say.
  static func recordAudio(_ word: String?) throws(CommandFailure) -> RunOptions.RecordAudio? {
    let allowed = RunOptions.RecordAudio.allCases.map { ($0.rawValue, $0) }
    return try word.map { word throws(CommandFailure) in try OptionText.word(word, of: allowed, option: "--record-audio") }
  }

  static func failOn(_ word: String?) throws(CommandFailure) -> RunOptions.FailOn? {
    guard let word else { return nil }
    guard let found = RunOptions.FailOn(rawValue: word) else {
      throw CommandFailure(code: .usage, text: "--fail-on: '\(word)' is not known; allowed: error, warning, never")
    }
    return found
  }

  /// A dialect by its name, as on the command line.
  static func dialect(_ name: String) throws(CommandFailure) -> Dialect {
    guard let dialect = DialectCatalogue.named(name) else {
      let near = NearestName.find(name, among: DialectCatalogue.names).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(
        code: .usage, text: "--client: '\(name)' is not known; allowed: \(DialectCatalogue.names.joined(separator: ", "))\(near)")
    }
    return dialect
  }

  /// A container by its name, as on the command line.
  static func container(_ name: String, _ profile: Profile) throws(CommandFailure) -> AudioContainer {
    let names = AudioContainer.allCases.map(\.rawValue)
    guard let container = AudioContainer(rawValue: name) else {
      let near = NearestName.find(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(code: .usage, text: "--container: '\(name)' is not known; allowed: \(names.joined(separator: ", "))\(near)")
    }
    if let dialect = profile.dialect, let usual = dialect.usual, usual.isFixed {
      throw CommandFailure(
        code: .usage, text: "--container: the client '\(dialect.name)' sends \(usual.encoding.rawValue), and nothing in a container")
    }
    return container
  }

  /// Several are streamed alike: all as samples, or all in the same container.
  private static func clips(_ paths: [String]) throws -> [SpokenClip] {
    let clips = try paths.map(clip)
    guard let first = clips.first, let other = clips.first(where: { $0.contained?.container != first.contained?.container }) else {
      return clips
    }
    throw CommandFailure(
      code: .usage, text: "--audio: \(first.name) and \(other.name) are not streamed alike; give both as WAV, or both in the same container"
    )
  }

  static func clip(_ path: String) throws -> SpokenClip {
    let bytes = try Files.read(path, "audio file")
    let transcript = Files.contents(ClipFile.transcriptPath(of: path)).map { String(decoding: $0, as: UTF8.self) }
    do { return try ClipFile.load(bytes, name: path, transcript: transcript) } catch {
      throw CommandFailure(code: .usage, text: error.text)
    }
  }
}
