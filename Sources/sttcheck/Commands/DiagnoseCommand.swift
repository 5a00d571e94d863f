internal import ArgumentParser
internal import Reporting
internal import Scenarios

struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose", abstract: "Apply the rules again to a recording, and print the story.",
    discussion: "The exit code is that of the verdict, as with `run`.")

  @Argument(help: "The recording.") var recording: String
  @Option(name: .customLong("run"), help: "The id of the run. Default: the last one.") var runID: String?
  @Flag(help: "Print the ladder of the session that shows the root cause.") var ladder = false
  @Flag(help: "Print what each hop said, for healthy sessions too.") var verbose = false

  func run() throws {
    let report = try RunReport.diagnose(recording, run: runID, save: true)
    Console.print(TerminalRenderer(width: Console.width, colour: Console.colour, verbose: verbose, ladder: ladder).render(report))
    try RunReport.leave(report, failOn: .error)
  }
}
