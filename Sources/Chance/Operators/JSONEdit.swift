internal import Speech
internal import Wire

/// Changes a message's JSON; what is none stays as it is.
enum JSONEdit {
  static func changed(_ message: Message, _ change: (JSONValue) -> JSONValue) -> Message {
    switch message {
    case .text(let bytes): .text(changed(bytes, change))
    case .binary(let bytes): .binary(changed(bytes, change))
    default: message
    }
  }

  private static func changed(_ bytes: [UInt8], _ change: (JSONValue) -> JSONValue) -> [UInt8] {
    guard let value = try? JSONValue(parsing: bytes) else { return bytes }
    return Array(change(value).serialized().utf8)
  }
}

extension JSONValue {
  /// The same with a member changed, by the path of names to it; nil takes it away. Of arrays the first element is meant.
  func setting(_ path: ArraySlice<String>, _ change: (JSONValue?) -> JSONValue?) -> JSONValue {
    guard let name = path.first else { return change(self) ?? .null }
    switch self {
    case .object(var members):
      if path.count == 1 {
        members[name] = change(members[name])
      } else if let inner = members[name] {
        members[name] = inner.setting(path.dropFirst(), change)
      }
      return .object(members)
    case .array(let elements):
      guard let first = elements.first else { return self }
      return .array([first.setting(path, change)] + elements.dropFirst())
    default: return self
    }
  }

  func setting(_ path: String..., to change: (JSONValue?) -> JSONValue?) -> JSONValue { setting(path[...], change) }
}
