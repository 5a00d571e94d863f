/// A text message with places in it that are filled when it is said: `{"event":"media","media":{"payload":"{{audio}}"}}`.
package struct MessageTemplate: Sendable, Equatable {
  /// What a place is filled with.
  package enum Slot: String, Sendable, CaseIterable {
    /// The bytes of a chunk, in base64.
    case audio
    /// How many messages with such a place there were on this connection, this one included.
    case sequence
    /// How many chunks of audio, this one included.
    case chunk
    /// Milliseconds of audio that went before.
    case timestamp
    /// The stream's own name: the same in all messages of a connection.
    case stream
    /// The call's, where a stream belongs to one.
    case call
  }

  enum Part: Sendable, Equatable {
    case literal(String)
    case slot(Slot)
  }

  /// As it was written.
  package let text: String
  let parts: [Part]

  /// - Throws: Where a place has a name that nothing fills.
  package init(_ text: String) throws(DialectFault) {
    self.text = text
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else { break }
      let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
      guard let slot = Slot(rawValue: String(name)) else {
        // Two braces of JSON are no place.
        guard !name.isEmpty, name.allSatisfy(\.isLetter) else {
          parts.append(.literal(String(rest[..<open.upperBound])))
          rest = rest[open.upperBound...]
          continue
        }
        throw DialectFault("'{{\(name)}}' is no place of a template", allowed: Slot.allCases.map { "{{\($0.rawValue)}}" })
      }
      if open.lowerBound > rest.startIndex { parts.append(.literal(String(rest[..<open.lowerBound]))) }
      parts.append(.slot(slot))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.literal(String(rest))) }
    self.parts = parts
  }

  /// A template without places: the text as it is.
  package init(verbatim text: String) {
    self.text = text
    parts = text.isEmpty ? [] : [.literal(text)]
  }

  /// A template that is ours; whether its places are known is held by a test.
  static func known(_ text: String) -> MessageTemplate { (try? MessageTemplate(text)) ?? MessageTemplate(verbatim: text) }

  package func has(_ slot: Slot) -> Bool { parts.contains(.slot(slot)) }

  /// - Parameter value: What a place is filled with.
  package func filled(_ value: (Slot) -> String) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .slot(let slot): value(slot)
      }
    }.joined()
  }
}
