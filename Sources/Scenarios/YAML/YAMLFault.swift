internal import Yams

/// Puts the YAML parser's own complaints into the words and the form of this tool.
enum YAMLFault {
  static func translate(_ error: any Error, text: String, file: String) -> ConfigurationError {
    func broken(_ problem: String, _ mark: Mark, _ context: YamlError.Context?) -> ConfigurationError {
      let begun = context.map { ", \($0.text) that begins in line \($0.mark.line)" } ?? ""
      return ConfigurationError(
        file: file, line: mark.line, column: mark.column, problem: "not valid YAML: \(problem)\(begun)",
        advice: advice(problem))
    }
    guard let error = error as? YamlError else { return ConfigurationError(file: file, problem: "not valid YAML") }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      return broken(problem, mark, context)
    case .composer(_, let problem, let mark, _):
      let another = problem.contains("another document")
      return ConfigurationError(
        file: file, line: mark.line, column: mark.column,
        problem: another ? "a second document begins here" : "not valid YAML: \(problem)",
        advice: another ? "one file holds one document" : nil)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return duplicate(duplicates.first ?? "", first: context.mark, text: text, file: file)
    case .reader(let problem, _, _, _):
      return ConfigurationError(file: file, problem: "not valid YAML: \(problem)")
    default:
      return ConfigurationError(file: file, problem: "not valid YAML")
    }
  }

  private static func advice(_ problem: String) -> String? {
    if problem.contains("cannot start any token") { return "indent with spaces, and quote texts that begin with a special character" }
    if problem.contains("mapping values are not allowed") { return "quote texts that have ': ' in them" }
    return nil
  }

  /// The parser names the first of the two; people look for the second: the next line that has the key in the same column.
  private static func duplicate(_ key: String, first: Mark, text: String, file: String) -> ConfigurationError {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated().dropFirst(first.line) {
      let rest = line.drop { $0 == " " }
      if !rest.isEmpty, line.count - rest.count < first.column - 1 { break }
      if line.count - rest.count == first.column - 1, rest.hasPrefix(key + ":") {
        return ConfigurationError(
          file: file, line: index + 1, column: first.column, problem: "key '\(key)' stands here again; it is in line \(first.line) already")
      }
    }
    return ConfigurationError(
      file: file, line: first.line, column: first.column, problem: "key '\(key)' stands more than once in this mapping")
  }
}
