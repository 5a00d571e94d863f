internal import ArgumentParser
internal import NIOPosix
internal import Network
internal import Reporting
internal import Timeline

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Measure this machine, and say what it means for the times of a run.",
    discussion: """
      Takes about two seconds: the clock, how late timers fire, the way to this machine itself and back, the disk of recordings, limits, proxies, \
      sttcheck's authority, TLS. Each is ok, a note or a problem, by the limits that the diagnosis itself uses.

      The exit code is 1 where there is a problem, else 0.
      """)

  @Option(help: "The recording that a run would write: the disk that is tried is the one of its folder.")
  var record = "Reports/sttcheck.sqlite"
  @Option(help: "terminal or json.") var format = "terminal"

  func run() async throws {
    let format = try OptionText.word(format, of: MachineFormat.allCases.map { ($0.rawValue, $0) }, option: "--format")
    let report = MachineReport(await ThisMachine.figures(recording: record, on: MultiThreadedEventLoopGroup.singleton))
    Console.print(format.render(report, width: Console.width, colour: Console.colour))
    if report.hasProblem { throw LeaveWith(code: .findings) }
  }
}
