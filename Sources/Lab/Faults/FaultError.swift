internal import Scenarios

/// A fault that does not exist, or cannot be told what it was told.
package struct FaultError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Problem: Sendable, Equatable {
    /// Nothing stands between two commas.
    case missingName
    case unknownFault(String)
    case noParameters(fault: String, written: String)
    case unknownParameter(fault: String, name: String)
    case valueNotAllowed(fault: String, name: String, value: String)
    case valueTwice(fault: String, name: String)
    case nameBehindValue(fault: String, name: String)
    case twice(fault: String)
  }

  package var problem: Problem
  package var allowed: [String]
  /// The allowed name that looks most like it; nil where none does.
  package var nearest: String?

  package var description: String {
    let guess = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    let list = allowed.isEmpty ? "" : "\n  allowed: \(allowed.joined(separator: ", "))"
    return "--fault: \(sentence)\(guess)\(list)"
  }

  private var sentence: String {
    switch problem {
    case .missingName: "a name is missing"
    case .unknownFault(let name): "there is no fault \"\(name)\""
    case .noParameters(let fault, let written): "\(fault) takes no values, and was given \"\(written)\""
    case .unknownParameter(let fault, let name): "\(fault) has no \"\(name)\""
    case .valueNotAllowed(let fault, let name, let value): "\(fault): \(name)=\(value) is not allowed"
    case .valueTwice(let fault, let name): "\(fault): \(name) is given twice"
    case .nameBehindValue(let fault, let name): "\(fault): \"\(name)\" stands behind a value, where only name=value may stand"
    case .twice(let fault): "\(fault) is given twice, with different values"
    }
  }
}
