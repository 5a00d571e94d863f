/// Reads what a relay sends to its client, whatever shape the relay gives it, and says which shape that was.
///
/// One reader reads one session: what it has seen decides doubtful messages (a bare `42` is a transcript only where plain
/// text was the relay's way before).
package struct MessageReader: Sendable {
  package let setting: MessagesSetting
  /// How many results and Metadata came in each shape.
  package private(set) var shapes: [MessageShape: Int] = [:]

  package init(setting: MessagesSetting = .auto) { self.setting = setting }

  /// The shape of most results and Metadata so far; nil where none came. Of equals, the one that is named first.
  package var dominantShape: MessageShape? {
    MessageShape.allCases.filter { shapes[$0] != nil }.max { shapes[$0, default: 0] < shapes[$1, default: 0] }
  }

  /// Reads one message.
  package mutating func read(_ bytes: [UInt8], isText: Bool) -> ReadMessage {
    let json = Result { () throws(JSONFault) in try JSONValue(parsing: bytes) }
    let reading = self.reading(of: bytes, json, isText: isText)
    switch reading.kind {
    case .result, .metadata: shapes[reading.shape, default: 0] += 1
    default: break
    }
    let fault: JSONFault? = if case .failure(let fault) = json { fault } else { nil }
    let isUnreadable = if case .unreadable = reading.kind { true } else { false }
    return ReadMessage(
      kind: reading.kind, shape: reading.shape, confidence: reading.confidence, isText: isText, isJSON: fault == nil,
      fault: isUnreadable ? fault : nil, label: reading.label, isServices: reading.isServices)
  }

  private func reading(of bytes: [UInt8], _ json: Result<JSONValue, JSONFault>, isText: Bool) -> Reading {
    let plainTextSeen = shapes[.plainText] != nil
    let value: JSONValue
    do {
      value = try json.get()
    } catch {
      if setting.isOpen && isText { return PlainTextShape.read(bytes, fault: error, plainTextSeen: plainTextSeen) }
      return unreadable(isText ? "not JSON: \(error)" : "\(bytes.count) bytes in a binary frame that are not JSON: \(error)")
    }
    switch setting {
    case .deepgram:
      return DeepgramShape.read(value) ?? unreadable(DeepgramShape.whyNot(value), label: value["type"]?.string)
    case .mapping(let mapping): return MappedShape.read(value, mapping)
    case .auto, .unknown:
      if let reading = DeepgramShape.read(value) ?? RelayShape.read(value) { return reading }
      switch value {
      case .number where plainTextSeen && isText, .bool where plainTextSeen && isText:
        return Reading(.result(ResultText(text: String(decoding: bytes, as: UTF8.self))), .plainText, .guess)
      default:
        return unreadable(RelayShape.whyNot(value), label: RelayShape.name(of: value)?.written)
      }
    }
  }

  private func unreadable(_ why: String, label: String? = nil) -> Reading {
    Reading(.unreadable(why), .unknown, .certain, label: label)
  }
}
