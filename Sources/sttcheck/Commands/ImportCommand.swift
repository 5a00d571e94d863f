internal import ArgumentParser
internal import Exchange
internal import Scenarios
internal import Store
internal import Timeline

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Read somebody else's record of sessions into a recording, and say what is wrong.",
    discussion: """
      Takes, told apart by what is in the file:
      HAR with `_webSocketMessages` (Chrome: "Save all as HAR with content"; Playwright; mitmproxy; `sttcheck export --har`);
      NDJSON as `sttcheck export --ndjson` writes it; by hand, a line is {"at_ns": 120000000, "sender": "client", "base64": "…"}, or with "text";
      pcap and pcapng, by `tshark` where it is installed; of wss:// with the keys, by --key-log or within the file;
      logs with lines as `> …` and `< …` (wscat, Python's websockets with WEBSOCKETS_MAX_LOG_SIZE=100000000, of a client or of a relay with both hops), \
      or as `WRITE 12 "…"` and `READ 12 "…"` (websocat's log:); with times in front of them, or without.
      What the file does not record is unknown: nothing is concluded from its absence. Credentials in it are not taken over.
      The exit code is that of the verdict, as with `run`.
      """)

  @Argument(help: "The file: HAR, NDJSON, pcap, pcapng, or a log.") var file: String
  @Option(help: ArgumentHelp("The keys of a capture's TLS connections, as SSLKEYLOGFILE makes them write it.", valueName: "file"))
  var keyLog: String?
  @Option(help: "The recording (SQLite); further runs are added to it. Default: Reports/sttcheck.sqlite.") var record: String?
  @Option(help: "The folder for reports. Default: none is written.") var report: String?
  @Option(help: ReportFormat.help) var format: String?
  @Option(help: "What makes the exit code 1: error, warning or never. Default: error.") var failOn: String?
  @Flag(help: "Print the headline only.") var quiet = false
  @Flag(help: "Print the ladder of the session that shows the root cause.") var ladder = false
  @Flag(help: "Print what each hop said, for healthy sessions too.") var verbose = false

  func run() async throws {
    let formats = try format.map { try FormatList.read($0, ReportFormat.self) } ?? ReportFormat.usual
    let failOn = try RunSettings.failOn(failOn) ?? .error
    let bytes = try Files.read(file, "file to import")
    let info = RunSettings.runInfo(relay: file)
    let recording = try await recording(bytes, info)
    let path = record ?? "Reports/sttcheck.sqlite"
    if record == nil { try? Files.makeFolder(of: path) }
    do throws(StoreError) {
      try RecordingWriter.write(recording, to: path)
    } catch { throw CommandFailure(code: .internalFault, text: error.text) }
    let finish = RunReport(record: path, run: recording.run.id, folder: report ?? "", formats: report == nil ? [] : formats, failOn: failOn)
    try finish.finish(quiet: quiet, verbose: verbose, ladder: ladder, stop: StopSwitch())
  }

  private func recording(_ bytes: [UInt8], _ info: RunInfo) async throws(CommandFailure) -> Recording {
    let form = ImportForm(bytes, name: file)
    guard form == .capture || keyLog == nil else {
      throw CommandFailure(code: .usage, text: "--key-log: is for captures of packets, and \(file) is none")
    }
    do throws(ExchangeFault) {
      switch form {
      case .capture: break
      case .misnamed: throw ExchangeFault("is no capture of packets: its first bytes are neither pcap's nor pcapng's")
      case .archive: throw ExchangeFault("is a zip: unpack it, and import the .har that is in it")
      case .har: return try HARReader(run: info) { Files.contents(Files.beside(file, $0)) }.read(bytes)
      case .ndjson: return try NDJSONReader(run: info).read(bytes)
      case .log: return try LogReader(run: info).read(bytes)
      }
    } catch { throw CommandFailure(code: .usage, text: "\(file): \(error.text)") }
    return try await Tshark.recording(of: file, keyLog: keyLog, info)
  }
}
