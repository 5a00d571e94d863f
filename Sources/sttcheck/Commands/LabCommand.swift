internal import ArgumentParser

struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab", abstract: "The simulated world: a service and a relay to point things at, and what can be broken in them.",
    subcommands: [
      LabServiceCommand.self, LabRelayCommand.self, LabPlayCommand.self, LabFaultsCommand.self, LabMatrixCommand.self,
      LabRelaysCommand.self, LabSignsCommand.self,
    ])
}
