/// What is wrong with a dialect as somebody wrote it.
package struct DialectFault: Error, Sendable, Equatable {
  /// The key of the setting that it is about; nil for the whole.
  package var key: String?
  package var problem: String
  package var allowed: [String]

  package init(_ problem: String, key: String? = nil, allowed: [String] = []) {
    self.key = key
    self.problem = problem
    self.allowed = allowed
  }

  func at(_ key: String) -> DialectFault { DialectFault(problem, key: self.key ?? key, allowed: allowed) }
}
