package import Speech

/// How a dialect writes a result, and where its text stands: read, it is `{"type":"final","text":…}` or `{"type":"partial","text":…}`.
package struct ResultForm: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case partial, final
    /// The text is what was added to the one before, of the same `item`.
    case growing
    case error
  }

  package var when: JSONCondition
  package var text: String
  package var kind: Kind
  /// The member that names what grows.
  package var item: String?

  package init(_ when: JSONValue, text: String, _ kind: Kind, item: String? = nil) {
    self.when = JSONCondition(json: when) ?? JSONCondition([])
    self.text = text
    self.kind = kind
    self.item = item
  }
}
