internal import ArgumentParser
internal import Diagnosis
internal import Foundation
internal import Lab
internal import NIOPosix
internal import Network
internal import Running
internal import Scenarios
internal import Store
internal import Timeline

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Send a recorded client again, byte for byte, or be the recorded service.",
    discussion: """
      --relay plays the client's side of each session against a relay, at the recorded times, and records it: `sttcheck diff` compares the two. \
      Credentials are in no recording: give them by --header. With --service-listen the simulated service is played behind the relay; \
      what it did wrong on purpose in the recording, it does again.

      --as-service --listen HOST:PORT plays the service's side to whoever calls: a failing session becomes a test without anybody's key. \
      Its messages are the recorded ones, whatever audio it gets: Metadata counts the audio of the recording.
      """)

  @Argument(help: "The recording.") var recording: String
  @Option(name: .customLong("run"), help: "The id of the run. Default: the last one.") var runID: String?
  @Option(help: "Only this session: its number or its scenario.") var session: String?
  @Option(help: "The relay's URL: ws:// or wss://. Without a path, that of the recording is asked for.") var relay: String?
  @Flag(help: "Play the service's side instead.") var asService = false
  @Option(help: ArgumentHelp("With --as-service: where to listen.", valueName: "host:port")) var listen: String?
  @Option(help: "recorded, fast, or a number: so many times as fast. Default: recorded.") var pace: String?
  @Option(help: ArgumentHelp("A header for each handshake, as 'Authorization: Bearer …'; several times.", valueName: "name: value"))
  var header: [String] = []
  @Option(help: ArgumentHelp("Play the simulated service here; point the relay's service URL at it.", valueName: "host:port"))
  var serviceListen: String?
  @Option(help: ArgumentHelp("Certificates trusted besides the system's, in PEM, for wss://.", valueName: "file")) var ca: String?
  @Option(help: "The recording of the replay (SQLite); further runs are added to it. Default: Reports/sttcheck.sqlite.") var record: String?
  @Option(help: "The folder for reports. Default: Reports.") var report: String?
  @Option(help: ReportFormat.help) var format: String?
  @Option(help: "What makes the exit code 1: error, warning or never. Default: error.") var failOn: String?
  @Flag(help: "Print the headline only.") var quiet = false
  @Flag(help: "Print the ladder of the session that shows the root cause.") var ladder = false
  @Flag(help: "Print what each hop said, for healthy sessions too.") var verbose = false

  func run() async throws {
    guard asService == (listen != nil), asService == (relay == nil) else {
      throw CommandFailure(code: .usage, text: "either --relay URL, or --as-service with --listen HOST:PORT, is wanted")
    }
    let pace = try ReplayWords.pace(pace)
    let formats = try format.map { try FormatList.read($0, ReportFormat.self) } ?? ReportFormat.usual
    let failOn = try RunSettings.failOn(failOn) ?? .error
    var source = try RunReport.read(recording, run: runID)
    guard !source.run.unrecorded.contains(.sound) else {
      throw CommandFailure(code: .usage, text: "\(recording): digests stand in place of its audio, so there is nothing to send again")
    }
    if let session { source = try ReplayWords.only(session, in: source) }
    let path = record ?? "Reports/sttcheck.sqlite"
    let folder = report ?? "Reports"
    try Files.makeReportFolder(folder, option: "--report")
    if record == nil { try? Files.makeFolder(of: path) }
    let info: RunInfo
    if let relay {
      info = try await replayClients(source, to: relay, pace, record: path)
    } else {
      info = try await replayService(source, pace, record: path)
    }
    let report = RunReport(record: path, run: info.id, folder: folder, formats: formats, failOn: failOn)
    try await Interruption.watching(until: Deadline.instant(nil)) { [quiet, verbose, ladder] stop in
      try report.finish(quiet: quiet, verbose: verbose, ladder: ladder, stop: stop)
    }
  }

  private func replayClients(_ source: Recording, to relay: String, _ pace: ReplayPace, record path: String) async throws -> RunInfo {
    let endpoint = try ServiceURL.read(relay, option: "--relay")
    let sessions = ReplayedSession.all(source)
    guard !sessions.isEmpty else { throw CommandFailure(code: .usage, text: "\(recording): holds no session of a client to send again") }
    let headers = try header.map(ReplayWords.header)
    var options = DialOptions()
    if let ca { options.tls.extraCertificateAuthorities = String(decoding: try Files.read(ca, "certificate file"), as: UTF8.self) }
    var side: ServiceSide?
    if let serviceListen {
      let address = try HostAndPort(serviceListen, option: "--service-listen")
      try await ServicePort.check(address.host, address.port, option: "--service-listen")
      OpenPort.warn("--service-listen", address.host, address.port, "can talk to the service played there")
      side = ServiceSide(host: address.host, port: address.port)
    }
    var info = RunSettings.runInfo(relay: relay)
    info.origin = .replayed
    info.serviceHop = side != nil ? .simulated : Self.isDirect(source) ? .direct : .unseen
    let redactor = Redactor(secrets: headers.flatMap { ReplayWords.secrets(of: $0) } + SecretFinder.secrets(inURL: relay))
    let writer = try Self.open(path, redactor.run(info))
    let replay = ReplayRun(
      to: endpoint, options: options, headers: headers, pace: pace, service: side, run: info, writer: writer, redactor: redactor,
      clock: RunClock(), group: MultiThreadedEventLoopGroup.singleton)
    return try await carryOut(info, writer, redactor) { try await replay.play(sessions) }
  }

  private func replayService(_ source: Recording, _ pace: ReplayPace, record path: String) async throws -> RunInfo {
    let address = try HostAndPort(listen ?? "", option: "--listen")
    try await ServicePort.check(address.host, address.port, option: "--listen")
    OpenPort.warn("--listen", address.host, address.port, "hears what the recorded service said")
    var info = RunSettings.runInfo(relay: "the service of \(recording)")
    info.origin = .tapped
    info.serviceHop = .tapped
    info.unrecorded.insert(.hearing)
    let redactor = Redactor()
    let writer = try Self.open(path, redactor.run(info))
    let service = ReplayService(
      source, pace: pace, writer: writer, redactor: redactor, clock: RunClock(), group: MultiThreadedEventLoopGroup.singleton)
    guard service.count > 0 else {
      throw CommandFailure(code: .usage, text: "\(recording): holds no connection to a service; record both hops, or tap the service's")
    }
    let authority = (try? AuthorityFolder().existing()).flatMap { $0 }.flatMap { $0.isValid() ? $0 : nil }
    return try await carryOut(info, writer, redactor) {
      try await service.run(host: address.host, port: address.port, authority: authority) { bound in
        Console.note("the recorded service listening on ws://\(bound): \(service.count) connections to play")
      }
    }
  }

  /// Whether its clients speak to the service themselves, or only that hop was tapped.
  private static func isDirect(_ source: Recording) -> Bool {
    source.run.serviceHop == .direct || !source.events.contains { $0.hop == .client }
  }

  private static func open(_ path: String, _ run: RunInfo) throws(CommandFailure) -> RecordingWriter {
    do { return try RecordingWriter(path: path, run: run) } catch { throw CommandFailure(code: .internalFault, text: error.text) }
  }

  private func carryOut(
    _ info: RunInfo, _ writer: RecordingWriter, _ redactor: Redactor, _ work: @escaping @Sendable () async throws -> Bool
  ) async throws -> RunInfo {
    var info = info
    do {
      let (complete, interrupted) = try await Interruption.guarding(work)
      info.interrupted = interrupted || !complete
    } catch let failure as RunFailure { throw TapWords.failure(failure) }
    info.finished = true
    do { try writer.finish(run: redactor.run(info)) } catch { throw CommandFailure(code: .internalFault, text: error.text) }
    return info
  }
}
