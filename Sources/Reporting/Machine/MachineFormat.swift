/// The forms in which a report of a machine can be had.
package enum MachineFormat: String, CaseIterable, Sendable {
  case terminal, json

  package func render(_ report: MachineReport, width: Int = 80, colour: Bool = false) -> String {
    switch self {
    case .terminal: TerminalMachine(width: width, colour: colour).render(report)
    case .json: JSONMachine().render(report)
    }
  }
}
