internal import Speech

/// An entry of a HAR that is a WebSocket, with its messages, wherever they are.
struct HARSocket {
  private let entry: JSONValue
  /// Nil: the file does not have them.
  let messages: [JSONValue]?

  /// Nil where it is no WebSocket.
  /// - Parameter file: Reads what the HAR has attached, by its name there.
  init?(_ entry: JSONValue, file: (String) -> [UInt8]?) throws(ExchangeFault) {
    let own = entry["_webSocketMessages"]?.array
    guard own != nil || entry["_resourceType"]?.string == "websocket" || entry["_sttcheck"] != nil else { return nil }
    self.entry = entry
    messages = if let own { own } else { try Self.attached(entry, file) }
  }

  subscript(name: String) -> JSONValue? { entry[name] }

  /// Playwright, where it attaches content, writes a WebSocket's messages into a file of their own, one a line.
  private static func attached(_ entry: JSONValue, _ file: (String) -> [UInt8]?) throws(ExchangeFault) -> [JSONValue]? {
    guard let name = entry["response"]?["content"]?["_file"]?.string, name.hasSuffix(".jsonl") else { return nil }
    guard let bytes = file(name) else { throw ExchangeFault("its WebSocket messages are in \(name), which is not beside it") }
    var messages: [JSONValue] = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      do { messages.append(try JSONValue(parsing: Array(line))) } catch {
        throw ExchangeFault("its WebSocket messages are in \(name), of which line \(index + 1) can't be read: \(error)")
      }
    }
    return messages
  }
}
