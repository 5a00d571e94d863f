/// How a relay's messages are read: a profile's `messages`, read once, where the profile or the recording is. Recordings keep its text.
package enum MessagesSetting: Sendable, Hashable {
  /// Any known shape.
  case auto
  /// The service's own JSON and nothing else.
  case deepgram
  /// What the profile says.
  case mapping(MessageMapping)
  /// A recording's text that this version does not know. Its messages are read as with `auto`, and whoever opens the recording is told.
  case unknown(String)

  package static let words = [auto, deepgram].map(\.text)

  /// The word or the mapping's JSON.
  package init(_ text: String) {
    switch text {
    case Self.auto.text: self = .auto
    case Self.deepgram.text: self = .deepgram
    default:
      let json = try? JSONValue(parsing: Array(text.utf8))
      self = json.flatMap(MessageMapping.init(json:)).map(Self.mapping) ?? .unknown(text)
    }
  }

  /// As profiles and recordings have it.
  package var text: String {
    switch self {
    case .auto: "auto"
    case .deepgram: "deepgram"
    case .mapping(let mapping): mapping.json.serialized(leading: MessageMapping.keys)
    case .unknown(let text): text
    }
  }

  /// Any known shape will do.
  var isOpen: Bool {
    switch self {
    case .auto, .unknown: true
    case .deepgram, .mapping: false
    }
  }
}

extension MessagesSetting: Codable {
  package init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
