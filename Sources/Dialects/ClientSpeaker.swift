internal import Digest
package import Wire

/// Puts a client's plain words into a dialect, on one connection.
package struct ClientSpeaker: Sendable {
  private let dialect: Dialect
  private let bytesPerSecond: Int
  private let stream: String
  private var sequence = 0
  private var chunk = 0
  private var audioBytes = 0

  /// - Parameters:
  ///   - bytesPerSecond: Of the audio: timestamps count it.
  ///   - stream: What `{{stream}}` stands for.
  package init(_ dialect: Dialect, bytesPerSecond: Int, stream: String) {
    self.dialect = dialect
    self.bytesPerSecond = max(1, bytesPerSecond)
    self.stream = stream
  }

  /// A message that a template makes.
  package mutating func say(_ template: MessageTemplate, audio: [UInt8] = []) -> Message {
    if template.has(.sequence) { sequence += 1 }
    let timestamp = audioBytes * 1000 / bytesPerSecond
    return .text(
      template.filled { slot in
        switch slot {
        case .audio: Base64.encode(audio)
        case .sequence: "\(sequence)"
        case .chunk: "\(chunk)"
        case .timestamp: "\(timestamp)"
        case .stream: stream
        case .call: Self.call(of: stream)
        }
      })
  }

  /// As Twilio names calls: `CA` in the place of a stream's `MZ`.
  package static func call(of stream: String) -> String { "CA" + stream.dropFirst(2) }

  /// What goes over the wire for one plain message; frames of WebSocket's own go as they are.
  package mutating func say(_ message: Message) -> [Message] {
    switch message {
    case .binary(let bytes): return wrap(bytes)
    case .text(let bytes):
      if let text = dialect.stopText, bytes.elementsEqual(text.utf8), let stop = dialect.stop {
        return stop.map { ending in
          switch ending {
          case .text(let template): say(template)
          case .binary(let bytes): .binary(bytes)
          }
        }
      }
      return [dialect.envelope.map { .text($0.wrapped(bytes, event: ClientSpeaker.otherEvent)) } ?? message]
    case .close: return (dialect.goodbye.map { [say($0)] } ?? []) + [message]
    case .ping, .pong: return [message]
    }
  }

  /// Socket.IO's own name for what has none.
  static let otherEvent = "message"

  private mutating func wrap(_ bytes: [UInt8]) -> [Message] {
    chunk += 1
    var said: [Message] =
      switch dialect.audio {
      case .bare: [.binary(bytes)]
      case .inside(let template): [say(template, audio: bytes)]
      case .announced(let template): [say(template), .binary(bytes)]
      }
    if let other = dialect.otherTrack {
      said.append(say(other.template, audio: [UInt8](repeating: other.silence, count: bytes.count)))
    }
    audioBytes += bytes.count
    return said
  }
}
