/// One step of an alignment of two texts.
package enum AlignedWord: Sendable, Hashable {
  /// The same word on both sides.
  case match(String)
  case substitution(expected: String, received: String)
  /// Expected, and not received.
  case deletion(String)
  /// Received, and not expected.
  case insertion(String)
}
