package import Wire

/// Takes a client's words out of a dialect again, on one connection: for relays of the lab, and for whoever reads a recording.
package struct ClientListener: Sendable {
  private let dialect: Dialect
  private let audio: MessageForm?
  private let stops: [Ending]
  private let own: [MessageForm]
  private let otherTrack: MessageForm?
  /// Binary messages that were announced and have not come.
  private var announced = 0

  private enum Ending: Sendable {
    case text(MessageForm)
    case binary([UInt8])
  }

  package init(_ dialect: Dialect) {
    self.dialect = dialect
    switch dialect.audio {
    case .bare: audio = nil
    case .inside(let template), .announced(let template): audio = MessageForm(template)
    }
    stops = (dialect.stop ?? []).map { ending in
      switch ending {
      case .text(let template): .text(MessageForm(template))
      case .binary(let bytes): .binary(bytes)
      }
    }
    let said = dialect.opening.compactMap { step -> MessageTemplate? in
      if case .says(let template) = step { template } else { nil }
    }
    // The service's own word is for the service: relays pass it on.
    let beat = dialect.keepAlive.flatMap { $0.text == Dialect.Heartbeat.ofTheService ? nil : MessageTemplate.known($0.text) }
    otherTrack = dialect.otherTrack.map { MessageForm($0.template) }
    own = (said + dialect.answers.map(\.with) + [dialect.goodbye, beat].compactMap(\.self)).map(MessageForm.init)
  }

  /// Audio was announced that has not come.
  package var expectsAudio: Bool { announced > 0 }

  /// The message carries audio that is not the client's own: the other side of a call.
  package func isOtherTrack(_ message: Message) -> Bool {
    if case .text(let bytes) = message { otherTrack?.match(bytes)?.audio != nil } else { false }
  }

  /// The plain message; nil where this one says nothing but the dialect's own.
  package mutating func hear(_ message: Message) -> Message? {
    switch message {
    case .binary(let bytes):
      if announced > 0 {
        announced -= 1
        return message
      }
      for (index, stop) in stops.enumerated() {
        if case .binary(bytes) = stop { return index == 0 ? stopped : nil }
      }
      return message
    case .text(let bytes): return hear(text: bytes)
    case .ping, .pong, .close: return message
    }
  }

  private var stopped: Message? { dialect.stopText.map { .text($0) } }

  private mutating func hear(text bytes: [UInt8]) -> Message? {
    if let match = audio?.match(bytes) {
      if let content = match.audio { return .binary(content) }
      announced += 1
      return nil
    }
    for (index, stop) in stops.enumerated() {
      if case .text(let form) = stop, form.match(bytes) != nil { return index == 0 ? stopped : nil }
    }
    if own.contains(where: { $0.match(bytes) != nil }) || isOtherTrack(.text(bytes)) { return nil }
    switch dialect.envelope?.opened(bytes) {
    case .text(_, let content): return .text(content)
    case .announcement(_, let attachments):
      announced += attachments
      return nil
    case nil: return .text(bytes)
    }
  }
}
