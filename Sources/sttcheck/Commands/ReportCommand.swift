internal import ArgumentParser
internal import Reporting

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write reports of a recording.",
    discussion:
      "With one format and no --output the report goes to standard output. The exit code is 0 where the report was written, whatever it says."
  )

  @Argument(help: "The recording.") var recording: String
  @Option(name: .customLong("run"), help: "The id of the run. Default: the last one.") var runID: String?
  @Option(help: "Formats, separated by commas: html, markdown, json, junit, tap, github.") var format = "markdown"
  @Option(help: "The folder to write to.") var output: String?

  func run() throws {
    let formats = try RunSettings.formats(format)
    guard output != nil || formats.count == 1 else {
      throw CommandFailure(code: .usage, text: "several formats need a folder: --output DIR")
    }
    let report = try RunReport.diagnose(recording, run: runID, save: false)
    guard let output else { return Console.print(formats[0].render(report)) }
    for format in formats {
      let path = output + "/" + format.fileName
      try Files.write(format.render(report), to: path, option: "--output")
      Console.note("report: \(path)")
    }
  }
}
