internal import Scenarios

/// A fault that does not exist.
package struct FaultError: Error, Sendable, Equatable, CustomStringConvertible {
  /// As it was written; empty where a name is missing between commas.
  package var name: String
  package var allowed: [String]
  /// The allowed name that looks most like it; nil where none does.
  package var nearest: String?

  package init(name: String, allowed: [String]) {
    self.name = name
    self.allowed = allowed
    nearest = name.isEmpty ? nil : NearestName.find(name, among: allowed)
  }

  package var description: String {
    let what = name.isEmpty ? "--fault: a name is missing" : "--fault: there is no fault \"\(name)\""
    let guess = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    return "\(what)\(guess)\n  allowed: \(allowed.joined(separator: ", "))"
  }
}
