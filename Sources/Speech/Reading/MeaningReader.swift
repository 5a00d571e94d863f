/// Says what the messages of one connection mean, both ways: the one place that tells audio from words.
package struct MeaningReader: Sendable {
  private var reader: MessageReader

  /// - Parameters:
  ///   - isServices: The connection is one to the service, whose messages are always its own.
  ///   - messages: The profile's `messages`: how the relay lays out its own.
  package init(isServices: Bool, messages: MessagesSetting) {
    reader = isServices ? MessageReader(setting: .deepgram) : MessageReader(setting: messages)
  }

  /// - Parameter isUpstream: It goes towards the service.
  package mutating func read(_ bytes: [UInt8], isText: Bool, isUpstream: Bool) -> MessageMeaning {
    isUpstream ? Self.sent(bytes, isText: isText) : .told(reader.read(bytes, isText: isText))
  }

  private static func sent(_ bytes: [UInt8], isText: Bool) -> MessageMeaning {
    if isText { return .control(ControlMessage(text: bytes)) }
    if bytes.isEmpty { return .control(.empty) }
    return ControlMessage(binary: bytes).map { .controlAsAudio($0) } ?? .audio
  }
}
