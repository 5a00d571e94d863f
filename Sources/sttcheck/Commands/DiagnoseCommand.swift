internal import ArgumentParser
internal import Reporting
internal import Scenarios

struct DiagnoseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose", abstract: "Apply the rules again to a recording, and print the story.",
    discussion: "The exit code is that of the verdict, as with `run`.")

  @Argument(help: "The recording.") var recording: String
  @Option(name: .customLong("run"), help: "The id of the run. Default: the last one.") var runID: String?
  @Flag(help: "Print the ladder of the session that shows the root cause.") var ladder = false
  @Flag(help: "Print what each hop said, for healthy sessions too.") var verbose = false

  @Option(help: "The longest that it may take, in seconds; then the story is told with what there is. Default: 14400.")
  var deadline: Double?

  func run() async throws {
    try await Interruption.watching(until: Deadline.instant(deadline)) { [self] stop in
      let report = try RunReport.diagnose(recording, run: runID, save: true, stop: stop)
      Console.print(TerminalRenderer(width: Console.width, colour: Console.colour, verbose: verbose, ladder: ladder).render(report))
      try RunReport.leaveEarly(stop)
      try RunReport.leave(report, failOn: .error)
    }
  }
}
