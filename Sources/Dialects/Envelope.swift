internal import Speech

/// Socket.IO's way of naming what a message is about: `42["transcript",{…}]`.
package struct Envelope: Sendable, Equatable {
  /// An opened letter.
  enum Letter: Equatable {
    case text(event: String, [UInt8])
    /// The bytes come in so many binary messages behind it.
    case announcement(event: String, attachments: Int)
  }

  static let placeholder: JSONValue = ["_placeholder": true, "num": 0]

  /// The events that results are. Of one, what is said in it is the result; of several, its name says of which kind it is.
  package var results: [String]

  package init(results: [String]) { self.results = results }

  /// The event of a result whose kind nobody knows.
  var usual: String { results.first ?? "transcript" }

  /// A message by itself, or with its event's name beside it.
  func plain(_ event: String, _ content: [UInt8]) -> [UInt8] {
    if results == [event] { return content }
    let value = (try? JSONValue(parsing: content)) ?? .string(String(decoding: content, as: UTF8.self))
    return Array(JSONValue.object(["event": .string(event), "data": value]).serialized(leading: ["event"]).utf8)
  }

  /// JSON goes in as it is, anything else as a string.
  func wrapped(_ bytes: [UInt8], event: String) -> [UInt8] {
    let isJSON = (try? JSONValue(parsing: bytes)).map { $0.object != nil || $0.array != nil } ?? false
    let content = isJSON ? bytes : Array(JSONValue.string(String(decoding: bytes, as: UTF8.self)).serialized().utf8)
    return Array("42[".utf8) + Array(JSONValue.string(event).serialized().utf8) + [UInt8(ascii: ",")] + content + [UInt8(ascii: "]")]
  }

  static func announcement(event: String, _ data: JSONValue = placeholder) -> String {
    "451-" + JSONValue.array([.string(event), data]).serialized(leading: ["_placeholder"])
  }

  /// Nil where it is no event of Socket.IO's.
  func opened(_ bytes: [UInt8]) -> Letter? {
    guard bytes.first == UInt8(ascii: "4"), let kind = bytes.dropFirst().first, [0x32, 0x35].contains(kind) else { return nil }
    var rest = bytes.dropFirst(2)
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    var attachments = 0
    if kind == 0x35 {
      guard rest.dropFirst(digits.count).first == UInt8(ascii: "-") else { return nil }
      attachments = Int(String(decoding: digits, as: UTF8.self)) ?? 0
      rest = rest.dropFirst(digits.count + 1)
    }
    // A namespace ends in a comma; the number of an acknowledgement follows.
    if rest.first == UInt8(ascii: "/") { rest = rest.drop { $0 != UInt8(ascii: ",") }.dropFirst() }
    rest = rest.drop { (0x30...0x39).contains($0) }
    guard let items = (try? JSONValue(parsing: Array(rest)))?.array, let event = items.first?.string else { return nil }
    if attachments > 0 { return .announcement(event: event, attachments: attachments) }
    guard items.count > 1 else { return .text(event: event, []) }
    if let text = items[1].string, items.count == 2 { return .text(event: event, Array(text.utf8)) }
    guard items.count == 2, let content = Self.second(rest) else { return .text(event: event, Array(items[1].serialized().utf8)) }
    return .text(event: event, content)
  }

  /// The second element of an array of two whose first is a string: word for word, because order and spelling are evidence.
  private static func second(_ array: ArraySlice<UInt8>) -> [UInt8]? {
    guard let open = array.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    var index = open + 1
    while index < array.endIndex, array[index] != UInt8(ascii: "\"") { index += array[index] == UInt8(ascii: "\\") ? 2 : 1 }
    guard index < array.endIndex, let comma = array[index...].firstIndex(of: UInt8(ascii: ",")),
      let close = array.lastIndex(of: UInt8(ascii: "]")), comma < close
    else { return nil }
    return Array(array[(comma + 1)..<close])
  }
}
