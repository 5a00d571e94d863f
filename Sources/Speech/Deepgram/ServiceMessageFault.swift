internal import FoundationEssentials

/// Why some bytes are not a message of the service.
package enum ServiceMessageFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// They are not JSON.
  case notJSON(JSONFault)
  /// They are JSON of another shape: `path` (`channel.alternatives.0`) is where it differs.
  case shape(path: String, text: String)

  package var description: String {
    switch self {
    case .notJSON(let fault): "not JSON: \(fault)"
    case .shape(let path, let text): path.isEmpty ? text : "\(path): \(text)"
    }
  }

  /// Puts the decoder's complaint into words; asks the strict parser for the place where the bytes stop being JSON.
  init(_ error: any Error, in bytes: [UInt8]) {
    do {
      _ = try JSONValue(parsing: bytes)
    } catch {
      self = .notJSON(error)
      return
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      self = .shape(path: Self.path(context.codingPath + [key]), text: "missing")
    case DecodingError.valueNotFound(_, let context):
      self = .shape(path: Self.path(context.codingPath), text: "null where a value is needed")
    case DecodingError.typeMismatch(let type, let context):
      self = .shape(path: Self.path(context.codingPath), text: "not \(Self.name(of: type))")
    case DecodingError.dataCorrupted(let context):
      self = .shape(path: Self.path(context.codingPath), text: context.debugDescription)
    default:
      self = .shape(path: "", text: "not a message of the service")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "a boolean"
    case is Double.Type, is Int.Type: "a number"
    case is [Any].Type: "an array"
    default: "an object"
    }
  }
}
