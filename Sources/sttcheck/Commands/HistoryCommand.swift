internal import ArgumentParser
internal import Reporting
internal import Store
internal import Timeline

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List the runs of a recording, or of all recordings in a folder, one a line, and how each scenario went.",
    discussion: """
      Every run is judged again by the rules of this version. With --format html it is an index page: verdicts, latency and word error rate \
      of each scenario over time. The exit code is 0 whatever the runs say.
      """)

  @Argument(help: "A recording, or a folder of recordings (*.sqlite).") var place: String
  @Option(help: "terminal, markdown, html or json; several, separated by commas, with --output.") var format = "terminal"
  @Option(help: "The folder to write history.txt, history.md, index.html and history.json to.") var output: String?

  func run() throws {
    let formats = try FormatList.read(format, HistoryFormat.self)
    try FormatList.check(formats.count, output: output)
    let isFolder = Files.isFolder(place)
    let files = isFolder ? Files.recordings(in: place) : [place]
    var runs: [HistoryRun] = []
    var remarks: [String] = []
    for file in files {
      do throws(CommandFailure) { runs += try Self.runs(file) } catch {
        // One that is no recording, or of a newer version, must not hide the others.
        guard isFolder else { throw error }
        remarks.append("Passed over: \(error.text)")
      }
    }
    if files.isEmpty { remarks.append("\(place) has no file that ends in .sqlite.") }
    let history = History(source: place, runs: runs, remarks: remarks)
    guard let output else {
      return Console.print(formats[0].render(history, width: Console.width, colour: Console.colour))
    }
    for format in formats { try FormatList.write(format.render(history), output + "/" + format.fileName) }
  }

  private static func runs(_ file: String) throws(CommandFailure) -> [HistoryRun] {
    let infos: [RunInfo]
    do { infos = try RecordingFile(path: file).runs() } catch { throw RunReport.failure(error) }
    var runs: [HistoryRun] = []
    for info in infos { runs.append(HistoryRun(try RunReport.diagnose(file, run: info.id, save: false), source: file)) }
    return runs
  }
}
