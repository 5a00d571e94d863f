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

extension ServiceError: ServiceContent {
  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    description = try fields.find("description", .string)
    message = try fields.find("message", .string)
    variant = try fields.find("variant", .string)
  }

  var members: [String: JSONValue?] {
    [
      "description": description.map { .string($0) }, "message": message.map { .string($0) }, "variant": variant.map { .string($0) },
    ]
  }

  static func kind(of value: JSONValue) -> ReadMessage.Kind? { .error(RelayShape.errorText(value)) }
}
