/// Two causes at once, in the order of their names.
package struct CausePair: Sendable, Hashable, Comparable {
  package let first: String
  package let second: String

  package init(_ one: String, _ other: String) {
    first = min(one, other)
    second = max(one, other)
  }

  package static func < (one: CausePair, other: CausePair) -> Bool { (one.first, one.second) < (other.first, other.second) }
}
