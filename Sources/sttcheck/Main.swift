internal import ArgumentParser
internal import Processes
internal import Reporting

/// The entry point: reads the command line, runs one command, and turns what comes of it into an exit code of the contract.
@main
enum Main {
  static func main() async {
    CoreDumps.switchOff()
    ProcessTitle.hideCredentials(of: CommandLine.arguments)
    do {
      var command = try Sttcheck.parseAsRoot()
      if var async = command as? any AsyncParsableCommand {
        try await async.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      Console.note("sttcheck: \(failure.text)")
      Console.leave(failure.code)
    } catch let leave as LeaveWith {
      Console.leave(leave.code)
    } catch {
      let text = Sttcheck.fullMessage(for: error)
      guard Sttcheck.exitCode(for: error) == .success else {
        Console.note(text)
        Console.leave(.usage)
      }
      Console.print(text)
    }
  }
}

/// The command line as a whole.
struct Sttcheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sttcheck",
    abstract: "Tells why a relay between a microphone and a speech-to-text service returns nothing, with the frames that prove it.",
    discussion: """
      Plays scripted clients against a relay, can play the service behind it too, records every frame of both hops, and names the root cause.

      Try it, with no relay of your own:
        sttcheck run
      See what a broken relay looks like:
        sttcheck run --fault early-break
      Check your relay:
        sttcheck run --relay ws://localhost:8080/speech/stt:test
      See its other side too, with ws://127.0.0.1:9090 as the relay's service URL:
        sttcheck run --relay URL --service-listen 127.0.0.1:9090
      Or let sttcheck start it, with the service's address left in its code:
        sttcheck run --relay URL --start 'COMMAND'

      Exit codes: 0 nothing found · 1 findings · 2 usage, profile or scenario error · 3 relay unreachable · 4 recording or report not written · 130 interrupted
      """,
    version: toolVersion,
    subcommands: [
      RunCommand.self, DiagnoseCommand.self, ReportCommand.self, FramesCommand.self, HistoryCommand.self, DiffCommand.self,
      ProbeCommand.self, TapCommand.self, ReplayCommand.self, ImportCommand.self, ExportCommand.self, ScenariosCommand.self,
      ProfilesCommand.self, InitCommand.self,
      RulesCommand.self,
      CACommand.self, EnvCommand.self, DoctorCommand.self, WatchCommand.self,
      LabCommand.self,
    ])
}

/// The version that reports name.
let toolVersion = Reporting.toolVersion
