internal import FoundationEssentials

/// A message of the service, told apart by its `type`. Unknown fields are ignored.
package enum ServiceMessage: Sendable, Hashable {
  case results(Results)
  case metadata(Metadata)
  case utteranceEnd(UtteranceEnd)
  case speechStarted(SpeechStarted)
  case error(ServiceError)
  /// A message with a type that is none of these, as `Warning`; its other fields are not kept.
  case other(type: String)

  /// Reads a message's bytes.
  package init(parsing bytes: [UInt8]) throws(ServiceMessageFault) {
    do {
      self = try JSONDecoder().decode(ServiceMessage.self, from: Data(bytes))
    } catch {
      throw ServiceMessageFault(error, in: bytes)
    }
  }

  /// Members as the service orders them: what a message is first, then what was said.
  static let order = [
    "type", "transaction_key", "request_id", "sha256", "created", "channel_index", "word", "duration", "start", "end", "is_final",
    "speech_final",
    "from_finalize", "channel", "alternatives", "transcript", "confidence", "words", "metadata", "channels", "models", "model_info",
  ]

  /// The message as it goes over the wire: JSON with its members in the service's order, the same bytes every time.
  package func encoded() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Strings, booleans and arrays always encode, and the strategy above leaves no number that does not.
    guard let data = try? encoder.encode(self), let value = try? JSONValue(parsing: Array(data)) else {
      return Array(#"{"type":"Error"}"#.utf8)
    }
    return Array(value.serialized(leading: Self.order).utf8)
  }

  /// The value of its `type` member.
  package var type: String {
    switch self {
    case .results: Results.type
    case .metadata: Metadata.type
    case .utteranceEnd: UtteranceEnd.type
    case .speechStarted: SpeechStarted.type
    case .error: ServiceError.type
    case .other(let type): type
    }
  }
}

extension ServiceMessage: Codable {
  private enum CodingKeys: String, CodingKey {
    case type
  }

  package init(from decoder: any Decoder) throws {
    let type = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .type)
    switch type {
    case Results.type: self = .results(try Results(from: decoder))
    case Metadata.type: self = .metadata(try Metadata(from: decoder))
    case UtteranceEnd.type: self = .utteranceEnd(try UtteranceEnd(from: decoder))
    case SpeechStarted.type: self = .speechStarted(try SpeechStarted(from: decoder))
    case ServiceError.type: self = .error(try ServiceError(from: decoder))
    default: self = .other(type: type)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .results(let message): try message.encode(to: encoder)
    case .metadata(let message): try message.encode(to: encoder)
    case .utteranceEnd(let message): try message.encode(to: encoder)
    case .speechStarted(let message): try message.encode(to: encoder)
    case .error(let message): try message.encode(to: encoder)
    case .other(let type):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(type, forKey: .type)
    }
  }
}
