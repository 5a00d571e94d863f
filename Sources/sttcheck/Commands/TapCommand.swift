internal import ArgumentParser
internal import Foundation
internal import NIOPosix
internal import Network
internal import Running
internal import Scenarios
internal import Store
internal import Timeline

struct TapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tap", abstract: "Stand between somebody's client, relay or service, record what passes, and say what is wrong.",
    discussion: """
      Point whoever calls at --listen; what comes in goes on to --to, byte for byte, and back: frames as they are, refusals, plain HTTP. \
      Both options may be given several times, in pairs: one tap before the relay and one behind it make one recording with both hops.

        sttcheck tap --listen 127.0.0.1:7070 --to ws://127.0.0.1:8080  --listen 127.0.0.1:7071 --to wss://api.deepgram.com

      --to client=URL or service=URL says which hop it is; without that /v1/listen, /v2/listen and the service's hosts are the service hop, and all \
      else is the client's. A URL without a path passes on the caller's path and query. Each port takes TLS too once `sttcheck ca` has been run. \
      Credentials are passed on, and never recorded.

      It ends after --sessions, when nothing goes on for --until-idle, or at Ctrl-C; then it diagnoses, with the exit codes of `run`.
      """)

  @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one. Several times for several taps.", valueName: "host:port"))
  var listen: [String] = []
  @Option(help: ArgumentHelp("Where it leads: [client=|service=]ws://…, wss://…, http:// or https://.", valueName: "url")) var to:
    [String] = []
  @Option(help: "The recording (SQLite); further runs are added to it. Default: Reports/sttcheck.sqlite.") var record: String?
  @Option(
    help: "What the recording keeps of the audio: whole, or digest (digests, lengths and levels, and nobody's voice). Default: whole.")
  var recordAudio: String?
  @Flag(help: "Keep bytes that are in the recording already only once: smaller where audio crosses both hops, or is said again.")
  var recordOnce = false
  @Option(help: "The folder for reports. Default: Reports.") var report: String?
  @Option(help: ReportFormat.help) var format: String?
  @Option(help: "What makes the exit code 1: error, warning or never. Default: error.") var failOn: String?
  @Option(help: ArgumentHelp("End when no connection was there for so long, after the first: 3s.", valueName: "time")) var untilIdle:
    String?
  @Option(help: "End after so many sessions.") var sessions: Int?
  @Option(help: "When the recording can't go on: stop (end the connections) or pass (go on unrecorded). Default: stop.")
  var onRecordFailure: String?
  @Option(help: ArgumentHelp("Certificates trusted besides the system's, in PEM, for wss://.", valueName: "file")) var ca: String?
  @OptionGroup(title: "Limits of one connection: beyond them the session ends with the finding 'flooded'")
  var limitOptions: LimitOptions
  @Flag(help: "Print the headline only.") var quiet = false
  @Flag(help: "Print the ladder of the session that shows the root cause.") var ladder = false
  @Flag(help: "Print what each hop said, for healthy sessions too.") var verbose = false

  func run() async throws {
    let routes = try TapWords.routes(listen, to, ca: ca)
    var ending = TapEnding()
    ending.idle = try untilIdle.map { text throws(CommandFailure) in try OptionText.duration(text, option: "--until-idle") }
    ending.sessions = try sessions.map { count throws(CommandFailure) in
      Int(try OptionText.positive(Double(count), upTo: 1e6, option: "--sessions"))
    }
    let onFailure = try TapWords.onFailure(onRecordFailure)
    let isSealed = try RunSettings.recordAudio(recordAudio) == .digest
    let formats = try format.map { try FormatList.read($0, ReportFormat.self) } ?? ReportFormat.usual
    let failOn = try RunSettings.failOn(failOn) ?? .error
    let folder = report ?? "Reports"
    try await TapWords.check(routes)
    try Files.makeReportFolder(folder, option: "--report")
    let path = record ?? "Reports/sttcheck.sqlite"
    if record == nil { try? Files.makeFolder(of: path) }
    // It is not asked for: what is wrong with it is told by `sttcheck ca`.
    let authority = (try? AuthorityFolder().existing()).flatMap { $0 }.flatMap { $0.isValid() ? $0 : nil }
    let clock = RunClock()
    var info = TapWords.runInfo(routes)
    if isSealed { info.unrecorded.insert(.sound) }
    let redactor = Redactor(
      secrets: EnvironmentSecrets.values(ProcessInfo.processInfo.environment) + to.flatMap { SecretFinder.secrets(inURL: $0) })
    let writer: RecordingWriter
    do { writer = try RecordingWriter(path: path, run: redactor.run(info), options: WriterOptions(keepsOnce: recordOnce)) } catch {
      throw CommandFailure(code: .internalFault, text: error.text)
    }
    let progress = Console.notesAreTerminal && !quiet ? TapLine() : nil
    let tap = TapRun(
      routes, until: ending, onFailure: onFailure, authority: authority, limits: try limitOptions.limits(of: nil),
      isSealed: isSealed, writer: writer, redactor: redactor, clock: clock,
      group: MultiThreadedEventLoopGroup.singleton, observer: progress ?? (quiet ? nil : TapNotes()),
      wallClock: { WallClock.unixNanoseconds },
      say: { text in
        progress?.clear()
        Console.note(text)
      })
    do {
      let (complete, interrupted) = try await Interruption.guarding {
        try await tap.run { addresses in
          for (address, route) in zip(addresses, routes) { Console.note("tap listening on \(address), to \(route.upstream.placeText)") }
        }
      }
      // Without an end of its own, Ctrl-C is how it ends.
      info.interrupted = (interrupted || !complete) && (ending.sessions != nil || ending.idle != nil)
    } catch let failure as RunFailure {
      progress?.clear()
      throw TapWords.failure(failure)
    }
    progress?.clear()
    info.finished = true
    do { try writer.finish(run: redactor.run(info)) } catch { throw CommandFailure(code: .internalFault, text: error.text) }
    let report = RunReport(record: path, run: info.id, folder: folder, formats: formats, failOn: failOn)
    try await Interruption.watching(until: Deadline.instant(nil)) { [quiet, verbose, ladder] stop in
      try report.finish(quiet: quiet, verbose: verbose, ladder: ladder, stop: stop)
    }
  }
}
