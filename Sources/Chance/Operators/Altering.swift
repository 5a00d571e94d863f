internal import Lab
internal import Speech
internal import Wire

/// The content becomes another, the message stays what it is.
enum Altering {
  static func deed(_ subject: MessageClass, _ variant: Int) -> any Deed {
    switch subject {
    case .audio: AlteringAudio.deed(variant)
    case .interim, .final: AlteringResults.deed(variant)
    case .metadata: AlteringMetadata.deed(variant)
    case .speechEvent: Replacing.by { message, _ in JSONEdit.changed(message) { shifted($0) } }
    case .stop, .closeStream, .keepAlive, .finalize: Replacing.by { message, _ in misspelt(message, variant) }
    case .close: Replacing.by { message, _ in closing(message, variant) }
    case .ping, .pong: Replacing.by { message, _ in .pong(Array("other".utf8)) }
    }
  }

  private static func shifted(_ value: JSONValue) -> JSONValue {
    guard case .object(var members) = value else { return value }
    for name in ["timestamp", "last_word_end"] { if let time = members[name]?.number { members[name] = .number(time + 3) } }
    return .object(members)
  }

  /// A word that nobody has agreed on.
  private static func misspelt(_ message: Message, _ variant: Int) -> Message {
    let text = String(decoding: message.payload, as: UTF8.self)
    return .text(variant % 2 == 0 ? text.lowercased() + "ed" : text.replacing("\"type\"", with: "\"kind\"") + " ")
  }

  /// A failure in place of a normal end, or the reverse.
  private static func closing(_ message: Message, _ variant: Int) -> Message {
    let codes: [UInt16] = [1011, 1008, 1002, 1013]
    let code = codes[variant % codes.count]
    if case .close(code, _) = message { return .close(1000, "") }
    return .close(code, "")
  }
}
