internal import Scenarios

extension Suite {
  /// The suite that `--suite` names.
  static func chosen(_ name: String) throws(CommandFailure) -> Suite {
    switch named(name) {
    case .found(let suite): return suite
    case .unknown(let problem, let allowed, let nearest):
      let near = nearest.map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure(code: .usage, text: "--suite: \(problem); allowed: \(allowed.joined(separator: ", "))\(near)")
    }
  }
}
