/// Why a text is no path into JSON, and where.
package struct JSONSelectorFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// From 1, in Unicode scalars of the path.
  package var position: Int
  /// The character found, quoted, or `the end`.
  package var found: String
  /// What was allowed there.
  package var expected: String

  /// The forms that paths are made of, for messages.
  package static let forms = ["$", "$.name", "$['name']", "$.list[0]", "$.list[*]"]

  package init(position: Int, found: String, expected: String) {
    self.position = position
    self.found = found
    self.expected = expected
  }

  package var description: String { "character \(position): found \(found), expected \(expected)" }
}
