internal import ArgumentParser
internal import Foundation
internal import NIOPosix
internal import Network
internal import Running
internal import Scenarios
internal import Store
internal import Timeline

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Play scenarios against a relay, record both hops, and say what is wrong.",
    discussion: """
      With neither --relay nor --profile it plays against the built-in relay and service, over real sockets; --fault breaks them.
      With neither scenarios nor --suite it plays the suite 'standard'.
      Without --profile, a file sttcheck.yaml in the current folder is read as one.
      """)

  @Argument(help: "Names of built-in scenarios, or paths of YAML files (see `sttcheck scenarios`).") var scenarios: [String] = []
  @Option(help: "A named list of scenarios: smoke, standard, full, resilience, endurance.") var suite: String?
  @Option(help: "The relay's URL: ws:// or wss://.") var relay: String?
  @Option(help: "How to talk to the relay: a YAML file, or the name of a ready-made one (see `sttcheck profiles`).") var profile: String?
  @Option(help: "The dialect that the client speaks, such as twilio or socket.io (see `sttcheck profiles`); replaces the profile's.")
  var client: String?
  @Option(help: "Send the audio as a browser's recorder does, as Opus in a container: webm or ogg; replaces the profile's.")
  var container: String?
  @Option(help: ArgumentHelp("Play the service here; point the relay's service URL at it.", valueName: "host:port")) var serviceListen:
    String?
  @Option(
    help: ArgumentHelp("With --service-listen or --start: pass everything on to this real service, and simulate none.", valueName: "url"))
  var serviceForward: String?
  @Option(
    help: ArgumentHelp(
      "Start the relay by this shell command, and stop it at the end. The service's address in its code leads to the service played here.",
      valueName: "command"))
  var start: String?
  @Option(help: ArgumentHelp("With --start: the longest that the relay may take to listen. Default: 60.", valueName: "seconds"))
  var startTimeout: Double?
  @Option(
    help: ArgumentHelp(
      "Open a CONNECT proxy here, for a relay that is running already (see `sttcheck env`). It catches the service's hosts and lets all else through.",
      valueName: "host:port"))
  var serviceProxy: String?
  @Flag(
    help: "The service played behind your relay answers the handshake at once, and not after 200 ms as the real one does from far away.")
  var serviceNear = false
  @Option(
    help: ArgumentHelp(
      "What the service played here does wrong on purpose in every scenario that does not say itself: \(ServiceFault.help).",
      valueName: "name"))
  var serviceFault: String?
  @Flag(
    help: "Offer compression (permessage-deflate) to the relay, and take it where it is offered to the service played here.")
  var compress = false
  @Option(
    help: ArgumentHelp(
      "A WAV, WebM or Ogg (Opus) file to play in place of the built-in speech. The .txt beside it, if there is one, is its transcript. Given twice, the clients of concurrent have one each.",
      valueName: "audio"))
  var audio: [String] = []
  @Option(help: "The recording (SQLite); further runs are added to it. Default: Reports/sttcheck.sqlite.") var record: String?
  @Option(
    help: "What the recording keeps of the audio: whole, or digest (digests, lengths and levels, and nobody's voice). Default: whole.")
  var recordAudio: String?
  @Flag(help: "Keep bytes that are in the recording already only once: smaller where audio crosses both hops, or is said again.")
  var recordOnce = false
  @Option(help: "The folder for reports. Default: Reports.") var report: String?
  @Option(help: ReportFormat.help) var format: String?
  @Option(help: "What makes the exit code 1: error, warning or never. Default: error.") var failOn: String?
  @Option(help: "Break the built-in lab: a fault's name, or several with commas (see `sttcheck lab faults`).") var fault: String?
  @Option(help: "Sessions side by side. Default: 4, but 1 against your relay until 'concurrent' has shown that sessions don't cross.")
  var jobs: Int?
  @Option(help: "The longest that one session may take, in seconds.") var timeout: Double?
  @Option(help: "The longest that the run, its diagnosis and its reports may take together, in seconds. Default: 14400.")
  var deadline: Double?
  @OptionGroup(title: "Limits of one connection: beyond them the session ends with the finding 'flooded'")
  var limitOptions: LimitOptions
  @Option(name: .customLong("repeat"), help: "Play everything this many times.") var repetitions: Int?
  @Flag(
    help: "If several causes are left, play the scenarios that tell them apart, six at most; for relays whose service hop is not seen.")
  var investigate = false
  @Option(help: "The seed of whatever is random.") var seed: UInt64?
  @Flag(help: "Print the headline only.") var quiet = false
  @Flag(help: "Print the ladder of the session that shows the root cause.") var ladder = false
  @Flag(help: "Print what each hop said, for healthy sessions too.") var verbose = false

  func run() async throws {
    var settings = try RunSettings(self)
    var sessions = try settings.sessions()
    try await ServicePort.check(settings.target)
    // A relay that the run starts can be logged into once it is up.
    if settings.start == nil { (settings, sessions) = try await entered(settings, sessions) }
    try settings.takeAuthority()
    let deadline = settings.deadline
    try Files.makeReportFolder(settings.report, option: "--report")
    let clock = RunClock()
    let began = ContinuousClock.now
    let info = settings.runInfo()
    let printed = settings.start == nil ? [] : EnvironmentSecrets.values(ProcessInfo.processInfo.environment)
    let redactor = Redactor(secrets: settings.plan.profile.secrets + printed + SecretFinder.secrets(inURL: info.relay))
    let isNew = !Files.exists(settings.record)
    let writer = try open(settings, redactor.run(info))
    let started = try RelayUnderStart.prepare(settings, run: info, began: began, redactor: redactor)
    for note in settings.notes where !quiet { Console.note(note) }
    let progress = Console.notesAreTerminal && !quiet ? LiveProgress(total: sessions.count) : nil
    let socketRun = SocketRun(
      plan: settings.plan, target: settings.target, dialOptions: settings.dialOptions, limits: settings.limits, isSealed: settings.isSealed,
      oneShot: settings.oneShot,
      investigation: settings.investigates ? Investigation(settings.plan) : nil, starter: started?.0,
      entrance: settings.start == nil ? nil : entrance(settings, sessions, log: started?.1), run: info, writer: writer, redactor: redactor,
      clock: clock, group: MultiThreadedEventLoopGroup.singleton, observer: progress,
      wallClock: { WallClock.unixNanoseconds },
      say: { [quiet] text in
        guard !quiet else { return }
        progress?.clear()
        Console.note(text)
      })
    var finished = info
    do {
      let (complete, interrupted) = try await Interruption.guarding(until: deadline) { [sessions, jobs = settings.jobs] in
        try await socketRun.play(sessions, jobs: jobs)
      }
      finished.interrupted = interrupted || !complete
    } catch let failure as RunFailure {
      progress?.clear()
      // Nothing was played: a recording made for it holds nothing.
      if isNew, failure.isBeforePlaying { Files.removeRecording(settings.record) }
      started?.1.close(keeping: failure.isRelays)
      throw Self.failure(failure)
    }
    progress?.clear()
    if let log = started?.1, !quiet { Console.note("what the relay printed: \(log.path)") }
    finished.finished = true
    do { try writer.finish(run: redactor.run(finished)) } catch { throw CommandFailure(code: .internalFault, text: error.text) }
    let report = RunReport(
      record: settings.record, run: info.id, folder: settings.report, formats: settings.formats, failOn: settings.failOn)
    try await Interruption.watching(until: deadline) { [quiet, verbose, ladder] stop in
      try report.finish(quiet: quiet, verbose: verbose, ladder: ladder, stop: stop)
    }
  }

  /// The settings and sessions with what the profile's login gives. It stands in headers and the like, so the profile is read once more with it.
  private func entered(_ settings: RunSettings, _ sessions: [PlannedSession]) async throws -> (RunSettings, [PlannedSession]) {
    guard let login = settings.plan.profile.login else { return (settings, sessions) }
    let entered = try RunSettings(self, login: try await LoggingIn.result(of: login, settings))
    return (entered, try entered.sessions())
  }

  private func entrance(_ settings: RunSettings, _ sessions: [PlannedSession], log: RelayLog?) -> Entrance? {
    guard settings.plan.profile.login != nil else { return nil }
    return { () async throws(RunFailure) -> Entry in
      do {
        let (entered, sessions) = try await entered(settings, sessions)
        log?.learn(entered.plan.profile.secrets)
        return Entry(plan: entered.plan, sessions: sessions, dialOptions: entered.dialOptions, oneShot: entered.oneShot)
      } catch { throw .entering(error) }
    }
  }

  private func open(_ settings: RunSettings, _ run: RunInfo) throws -> RecordingWriter {
    if record == nil { try? Files.makeFolder(of: settings.record) }
    let options = WriterOptions(keepsOnce: settings.recordsOnce)
    do { return try RecordingWriter(path: settings.record, run: run, options: options) } catch {
      throw CommandFailure(code: .internalFault, text: error.text)
    }
  }

  private static func failure(_ failure: RunFailure) -> any Error {
    switch failure {
    case .recording(let error): CommandFailure(code: .internalFault, text: error.text)
    case .listening(let error): CommandFailure(code: .usage, text: "--service-listen: \(error.text)")
    case .proxying(let error): CommandFailure(code: .usage, text: "--service-proxy: \(error.text)")
    case .starting(let error): CommandFailure(code: Self.code(error.kind), text: "--start: \(error.text)")
    case .entering(let error): error
    }
  }

  private static func code(_ kind: StartFailure.Kind) -> Exit {
    switch kind {
    case .command: .usage
    case .relay: .unreachable
    case .interrupted: .interrupted
    }
  }
}
