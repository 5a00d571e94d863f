package import Wire

/// A rule of RFC 6455 that a peer broke, or of RFC 7692 where compression was agreed on.
package struct ViolationEvent: Sendable, Equatable {
  /// What sets a violation apart for those who judge it; most are alike to them.
  package enum Kind: String, Sendable, Codable {
    /// A text message that is not UTF-8.
    case textNotUTF8 = "text-not-utf8"
    /// The end of TCP in the middle of a frame.
    case frameCutOff = "frame-cut-off"
    /// Longer than we keep: no fault of the peer's.
    case aboveMaximum = "above-maximum"
    case other
  }

  package var sender: Party
  package var kind: Kind
  /// The number of the RFC.
  package var rfc = Self.webSocket
  /// The section of it: `5.1`.
  package var section: String
  /// For people.
  package var text: String

  package init(sender: Party, _ violation: Violation) {
    self.sender = sender
    rfc = violation.rfc
    section = violation.section
    text = violation.text
    kind =
      switch violation.kind {
      case .textNotUTF8, .textEndsInsideCharacter: .textNotUTF8
      case .frameCutOff: .frameCutOff
      case .payloadAboveMaximum: .aboveMaximum
      default: .other
      }
  }

  private static let webSocket = 6455

  /// `RFC 6455 §5.1`.
  package var rule: String { "RFC \(rfc) §\(section)" }

  /// A violation of which only the words are known, as recordings before kinds and written timelines have it.
  package init(sender: Party, rfc: Int? = nil, section: String, text: String) {
    self.sender = sender
    self.rfc = rfc ?? Self.webSocket
    self.section = section
    self.text = text
    kind =
      switch section {
      case "8.1": .textNotUTF8
      case "10.4": .aboveMaximum
      case "5.2" where text.hasPrefix("The stream ended inside a frame"): .frameCutOff
      default: .other
      }
  }
}

extension ViolationEvent: Codable {
  private enum CodingKeys: CodingKey { case sender, kind, rfc, section, text }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      sender: try values.decode(Party.self, forKey: .sender), rfc: try values.decodeIfPresent(Int.self, forKey: .rfc),
      section: try values.decode(String.self, forKey: .section),
      text: try values.decode(String.self, forKey: .text))
    kind = try values.decodeIfPresent(Kind.self, forKey: .kind) ?? kind
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(sender, forKey: .sender)
    try values.encode(kind, forKey: .kind)
    // Left out where it is the usual one, as in recordings before there was another.
    if rfc != Self.webSocket { try values.encode(rfc, forKey: .rfc) }
    try values.encode(section, forKey: .section)
    try values.encode(text, forKey: .text)
  }
}
