package import Wire

/// Puts a relay's plain words into a dialect: for relays of the lab.
package struct RelaySpeaker: Sendable {
  private let dialect: Dialect

  package init(_ dialect: Dialect) { self.dialect = dialect }

  package func say(_ message: Message) -> [Message] {
    guard let envelope = dialect.envelope else { return [message] }
    switch message {
    case .text(let bytes): return [.text(envelope.wrapped(bytes, event: envelope.usual))]
    case .binary: return [.text(Envelope.announcement(event: envelope.usual)), message]
    case .close, .ping, .pong: return [message]
    }
  }
}
