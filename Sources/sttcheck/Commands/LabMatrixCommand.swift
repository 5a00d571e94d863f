internal import ArgumentParser
internal import Diagnosis
internal import Running
internal import Scenarios
internal import Timeline

struct LabMatrixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix", abstract: "Play every fault in virtual time, diagnose it, and hold the answer against the truth.",
    discussion: "Prints nothing that varies between runs; exits 1 where a diagnosis disagrees.")

  @Flag(help: "Diagnose from the client hop alone, as with a deployed relay.") var clientHopOnly = false

  func run() async throws {
    let rows: [Matrix.Row]
    do { rows = try await Matrix.rows(.standard, clientHopOnly: clientHopOnly, toolVersion: toolVersion) } catch {
      throw CommandFailure(code: .internalFault, text: error.text)
    }
    let width = rows.map(\.fault.count).max() ?? 0
    Console.print("suite standard, \(clientHopOnly ? "client hop only" : "both hops"), virtual time")
    for row in rows {
      let name = row.fault + String(repeating: " ", count: width - row.fault.count)
      Console.print("\(row.agrees ? "agrees   " : "DISAGREES")  \(name)  \(row.answer)")
    }
    let wrong = rows.count { !$0.agrees }
    Console.print("\(rows.count - wrong) of \(rows.count) agree")
    if wrong > 0 { throw LeaveWith(code: .findings) }
  }
}

extension Matrix.Row {
  /// What the diagnosis said, in a line.
  fileprivate var answer: String {
    guard let found else { return "nothing found" }
    let also = alternatives.isEmpty ? "" : " (or \(alternatives.joined(separator: ", ")))"
    let more = others.isEmpty ? "" : "; besides: \(others.joined(separator: ", "))"
    return "\(found)\(also), \(certainty?.rawValue ?? ""), \(foundParty?.rawValue ?? "")\(more)"
  }
}
