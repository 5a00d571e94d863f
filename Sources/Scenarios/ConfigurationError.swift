/// What is wrong with a scenario or profile, where, what is allowed and what was probably meant.
///
/// The one error of everything that people write for this tool to read; commands end with exit code 2 on it.
/// Never holds a value that came from `${NAME}`: what it quotes is the text as written.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file as it was named, or what else was read: `scenario 'x'`.
  package var file: String
  /// From 1; nil where no single place is to blame.
  package var line: Int?
  /// From 1, in Unicode scalars.
  package var column: Int?
  /// What was found, and why it does not do.
  package var problem: String
  /// Names or forms that would be right; may be empty.
  package var allowed: [String]
  /// The allowed name that is nearest to the one found.
  package var nearest: String?
  /// What to do, where a list of names does not say it.
  package var advice: String?

  package init(
    file: String, line: Int? = nil, column: Int? = nil, problem: String, allowed: [String] = [], nearest: String? = nil,
    advice: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
    self.allowed = allowed
    self.nearest = nearest
    self.advice = advice
  }

  /// One line: `smoke.yaml:7:5: unknown step 'strem'; allowed: connect, stream; did you mean 'stream'?`
  package var text: String {
    var place = file
    if let line { place += ":\(line)" }
    if let column, line != nil { place += ":\(column)" }
    var parts = ["\(place): \(problem)"]
    if !allowed.isEmpty { parts.append("allowed: " + allowed.joined(separator: ", ")) }
    if let nearest { parts.append("did you mean '\(nearest)'?") }
    if let advice { parts.append(advice) }
    return parts.joined(separator: "; ")
  }

  package var description: String { text }
}
