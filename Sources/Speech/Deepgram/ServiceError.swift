/// An error told in a message; not in the service's API description, so nothing rests on it (PROTOCOL, "Messages").
package struct ServiceError: Sendable, Hashable {
  package static let type = "Error"

  package var description: String?
  package var message: String?
  /// The error's code.
  package var variant: String?

  package init(description: String?, message: String? = nil, variant: String? = nil) {
    self.description = description
    self.message = message
    self.variant = variant
  }

  /// What there is to read, in one line.
  package var text: String {
    let parts = [variant, description, message].compactMap(\.self).filter { !$0.isEmpty }
    return parts.isEmpty ? "an error without a text" : parts.joined(separator: ": ")
  }
}

extension ServiceError: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, description, message, variant
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    description = try container.decodeIfPresent(String.self, forKey: .description)
    message = try container.decodeIfPresent(String.self, forKey: .message)
    variant = try container.decodeIfPresent(String.self, forKey: .variant)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.type, forKey: .type)
    try container.encodeIfPresent(description, forKey: .description)
    try container.encodeIfPresent(message, forKey: .message)
    try container.encodeIfPresent(variant, forKey: .variant)
  }
}
