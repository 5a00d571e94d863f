internal import Scenarios

extension FaultCatalogue {
  /// Reads a list as on the command line: `name[:variant][:key=value…]`, separated by commas.
  ///
  /// `rule:party` names a fault too. One that is given twice in the same words counts once.
  package static func parse(_ list: String) throws(FaultError) -> FaultSet {
    var found: [any Fault] = []
    for piece in list.split(separator: ",", omittingEmptySubsequences: false) {
      let fault = try one(trimmed(piece))
      guard let before = found.first(where: { $0.name == fault.name }) else {
        found.append(fault)
        continue
      }
      guard before.parameters == fault.parameters else {
        throw FaultError(problem: .twice(fault: fault.name), allowed: [], nearest: nil)
      }
    }
    return FaultSet(found)
  }

  /// Every way to name a fault, without values.
  package static var spellings: [String] { all.map(\.name) + all.flatMap(\.aliases) }

  private static func one(_ text: String) throws(FaultError) -> any Fault {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(trimmed)
    let name = parts.prefix { !$0.contains("=") }.joined(separator: ":")
    guard var fault = named(name) else {
      let names = all.map(\.name)
      let problem: FaultError.Problem = name.isEmpty ? .missingName : .unknownFault(name)
      throw FaultError(problem: problem, allowed: names, nearest: name.isEmpty ? nil : NearestName.find(name, among: spellings))
    }
    var seen: [String] = []
    for part in parts.drop(while: { !$0.contains("=") }) {
      try tell(&fault, part, seen: &seen)
    }
    return fault
  }

  private static func tell(_ fault: inout any Fault, _ part: String, seen: inout [String]) throws(FaultError) {
    guard let sign = part.firstIndex(of: "=") else {
      throw FaultError(
        problem: .nameBehindValue(fault: fault.name, name: part), allowed: fault.parameters.names.map { "\($0)=…" }, nearest: nil)
    }
    let key = trimmed(part[..<sign])
    let value = trimmed(part[part.index(after: sign)...])
    let names = fault.parameters.names
    guard !names.isEmpty else {
      throw FaultError(problem: .noParameters(fault: fault.name, written: part), allowed: [], nearest: nil)
    }
    guard let parameter = fault.parameters[key] else {
      throw FaultError(
        problem: .unknownParameter(fault: fault.name, name: key), allowed: names, nearest: NearestName.find(key, among: names))
    }
    guard !seen.contains(key) else {
      throw FaultError(problem: .valueTwice(fault: fault.name, name: key), allowed: [], nearest: nil)
    }
    guard fault.parameters.set(key, to: value) else {
      throw FaultError(
        problem: .valueNotAllowed(fault: fault.name, name: key, value: value), allowed: parameter.allowed,
        nearest: parameter.nearest(to: value))
    }
    seen.append(key)
  }

  private static func named(_ name: String) -> (any Fault)? {
    all.first { $0.name == name } ?? all.first { $0.aliases.contains(name) }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
