internal import ArgumentParser
internal import Lab
internal import Timeline

struct LabFaultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "faults", abstract: "What can be broken on purpose, one line each.")

  func run() {
    let width = FaultCatalogue.all.map(\.name.count).max() ?? 0
    for fault in FaultCatalogue.all {
      Console.print(fault.name + String(repeating: " ", count: width - fault.name.count + 2) + "\(fault.party.rawValue): \(fault.summary)")
    }
  }
}
