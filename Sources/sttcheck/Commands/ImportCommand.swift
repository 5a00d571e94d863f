internal import ArgumentParser
internal import Exchange
internal import Scenarios
internal import Store
internal import Timeline

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Read somebody else's record of sessions into a recording, and say what is wrong.",
    discussion: """
      Takes HAR with `_webSocketMessages` (Chrome: "Save all as HAR with content"; Playwright; mitmproxy; `sttcheck export --har`), and NDJSON as \
      `sttcheck export --ndjson` writes it. By hand, a line of NDJSON is {"at_ns": 120000000, "sender": "client", "base64": "…"}, or with "text".
      What the file does not record is unknown: nothing is concluded from its absence. Credentials in it are not taken over.
      The exit code is that of the verdict, as with `run`.
      """)

  @Argument(help: "The file: .har, or NDJSON.") var file: String
  @Option(help: "The recording (SQLite); further runs are added to it. Default: Reports/sttcheck.sqlite.") var record: String?
  @Option(help: "The folder for reports. Default: none is written.") var report: String?
  @Option(help: "Reports to write, separated by commas: html, markdown, json, junit, tap, github. Default: html,markdown.") var format:
    String?
  @Option(help: "What makes the exit code 1: error, warning or never. Default: error.") var failOn: String?
  @Flag(help: "Print the headline only.") var quiet = false
  @Flag(help: "Print the ladder of the session that shows the root cause.") var ladder = false
  @Flag(help: "Print what each hop said, for healthy sessions too.") var verbose = false

  func run() throws {
    let formats = try format.map(RunSettings.formats) ?? [.html, .markdown]
    let failOn = try RunSettings.failOn(failOn) ?? .error
    let bytes = try Files.read(file, "file to import")
    let info = RunSettings.runInfo(relay: file)
    let recording: Recording
    do throws(ExchangeFault) {
      recording =
        try bytes.first { $0 > 0x20 } == UInt8(ascii: "{") && !Self.isLines(bytes)
        ? HARReader(run: info) { Files.contents(Files.beside(file, $0)) }.read(bytes) : NDJSONReader(run: info).read(bytes)
    } catch { throw CommandFailure(code: .usage, text: "\(file): \(error.text)") }
    let path = record ?? "Reports/sttcheck.sqlite"
    if record == nil { try? Files.makeFolder(of: path) }
    do throws(StoreError) {
      try RecordingWriter.write(recording, to: path)
    } catch { throw CommandFailure(code: .internalFault, text: error.text) }
    let finish = RunReport(record: path, run: recording.run.id, folder: report ?? "", formats: report == nil ? [] : formats, failOn: failOn)
    try finish.finish(quiet: quiet, verbose: verbose, ladder: ladder, stop: StopSwitch())
  }

  /// True where the first line is a whole object by itself and another follows.
  private static func isLines(_ bytes: [UInt8]) -> Bool {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes.starts(with: Array(#"{"at_ns""#.utf8)) }
    let first = bytes[..<end].last { $0 > 0x20 }
    return first == UInt8(ascii: "}") && bytes[end...].contains { $0 > 0x20 }
  }
}
