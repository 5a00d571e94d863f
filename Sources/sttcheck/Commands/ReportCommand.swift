internal import ArgumentParser
internal import Reporting
internal import Scenarios

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write reports of a recording.",
    discussion:
      "With one format and no --output the report goes to standard output. The exit code is 0 where the report was written, whatever it says."
  )

  @Argument(help: "The recording.") var recording: String
  @Option(name: .customLong("run"), help: "The id of the run. Default: the last one.") var runID: String?
  @Option(help: "Formats, separated by commas: \(ReportFormat.names.joined(separator: ", ")).") var format = "markdown"
  @Option(help: "The folder to write to.") var output: String?

  @Option(help: "The longest that it may take, in seconds; then it ends with what there is. Default: 14400.") var deadline: Double?

  func run() async throws {
    let formats = try FormatList.read(format, ReportFormat.self)
    guard output != nil || formats.count == 1 else {
      throw CommandFailure(code: .usage, text: "several formats need a folder: --output DIR")
    }
    try await Interruption.watching(until: Deadline.instant(deadline)) { [self] stop in
      let report = try RunReport.diagnose(recording, run: runID, save: false, stop: stop)
      guard let output else {
        Console.print(formats[0].render(report))
        return try RunReport.leaveEarly(stop)
      }
      var written = 0
      for format in formats where !stop.isOn {
        let path = output + "/" + format.fileName
        try Files.write(format.render(report), to: path, option: "--output")
        Console.note("report: \(path)")
        written += 1
      }
      try RunReport.leaveEarly(stop, without: formats.dropFirst(written))
    }
  }
}
