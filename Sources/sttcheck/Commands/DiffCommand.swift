internal import ArgumentParser
internal import Reporting

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what changed in protocol behaviour between two runs of the same scenarios.",
    discussion: """
      Each run is FILE (its last run) or FILE:RUN (the run's id, or its beginning). Compares handshakes, parameters, the order and number of \
      messages, closes, latencies beyond their noise, and findings.
      The exit code is 1 on a regression: a finding gained, a worse verdict, close or word error rate, fewer finals, a latency beyond noise.
      """)

  @Argument(help: ArgumentHelp("The run before.", valueName: "recording[:run]")) var before: String
  @Argument(help: ArgumentHelp("The run after.", valueName: "recording[:run]")) var after: String
  @Option(help: "terminal, markdown, html or json; several, separated by commas, with --output.") var format = "terminal"
  @Option(help: "The folder to write diff.txt, diff.md, diff.html and diff.json to.") var output: String?

  func run() throws {
    let formats = try FormatList.read(format, DiffFormat.self)
    try FormatList.check(formats.count, output: output)
    // One after the other: only what was seen is kept of the first.
    let old = try Self.read(before)
    let diff = RunDiff(before: old, after: try Self.read(after))
    if let output {
      for format in formats { try FormatList.write(format.render(diff), output + "/" + format.fileName) }
    } else {
      Console.print(formats[0].render(diff, width: Console.width, colour: Console.colour))
    }
    if diff.isRegression { throw LeaveWith(code: .findings) }
  }

  /// A file's name may have a colon in it: what is there is taken for the file.
  private static func read(_ argument: String) throws -> RunBehaviour {
    guard !Files.exists(argument), let colon = argument.lastIndex(of: ":") else {
      return RunBehaviour(try RunReport.diagnose(argument, run: nil, save: false), source: argument)
    }
    let file = String(argument[..<colon])
    let run = String(argument[argument.index(after: colon)...])
    guard !run.isEmpty else {
      throw CommandFailure(code: .usage, text: "\(argument): names no run behind the colon; FILE or FILE:RUN is wanted")
    }
    return RunBehaviour(try RunReport.diagnose(file, run: run, save: false), source: file)
  }
}
