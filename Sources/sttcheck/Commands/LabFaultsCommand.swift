internal import ArgumentParser
internal import Lab
internal import Timeline

struct LabFaultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faults", abstract: "What can be broken on purpose, one line each.",
    discussion: "Several at once with commas; what a fault can be told stands behind its name: early-break:after=2,pacing-too-slow:ms=40.")

  func run() {
    let width = FaultCatalogue.all.map(\.name.count).max() ?? 0
    for fault in FaultCatalogue.all {
      let name = fault.name + String(repeating: " ", count: width - fault.name.count)
      let party = fault.party.rawValue + String(repeating: " ", count: max(0, 7 - fault.party.rawValue.count))
      let told = fault.parameters.all.map { " [\($0.synopsis)]" }.joined()
      Console.print("\(name)  \(party)  \(fault.summary)\(told)")
    }
  }
}
