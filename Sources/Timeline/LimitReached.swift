/// A limit that a peer reached: its connection was ended there.
package struct LimitReached: Sendable, Equatable, Codable {
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// Bytes of the head of an opening handshake.
    case head
    /// Bytes of one frame, and of one message of several.
    case frame, message
    /// Bytes that come out of one compressed message.
    case inflated
    /// Frames of one message.
    case fragments
    /// Control frames, and data frames, beyond what goes at once and what goes in a second.
    case controlRate = "control-rate"
    case messageRate = "message-rate"
    /// Frames of one connection, and bytes of their payloads.
    case frames, bytes
    /// Bytes that one connection takes to keep and to read, of what the run has left.
    case memory
  }

  package var kind: Kind
  package var sender: Party
  /// In the unit of the kind: bytes, frames, frames a second.
  package var limit: Int
  /// What had come by then, in the same unit; of a compressed message, its compressed bytes.
  package var received: Int
  /// What the header of the frame in question announces, where that is more than came.
  package var announced: UInt64?
  /// Bytes of the frame in question that are recorded, where not all are.
  package var kept: Int?
  /// SHA-256 of those that came, in hexadecimal.
  package var sha256: String?

  package init(
    _ kind: Kind, by sender: Party, limit: Int, received: Int, announced: UInt64? = nil, kept: Int? = nil, sha256: String? = nil
  ) {
    self.kind = kind
    self.sender = sender
    self.limit = limit
    self.received = received
    self.announced = announced
    self.kept = kept
    self.sha256 = sha256
  }

  /// What was received, and what the limit is, in words: `16777216 bytes of one frame, at most 16777216 are taken`.
  package var text: String {
    let came =
      switch kind {
      case .head: "a head of \(received) bytes and more"
      case .frame: "\(received) bytes of one frame" + (announced.map { " that announces \($0)" } ?? "")
      case .message: "\(received) bytes of one message"
      case .inflated: "more than \(limit) bytes out of \(received) compressed ones"
      case .fragments: "\(received) frames of one message"
      case .controlRate: "\(received) control frames within a moment"
      case .messageRate: "\(received) data frames within a moment"
      case .frames: "\(received) frames in one session"
      case .bytes: "\(received) bytes in one session"
      case .memory: "what takes \(received) bytes to keep and to read in one session"
      }
    let most =
      switch kind {
      case .controlRate, .messageRate: "\(limit) a second are taken, and ten seconds' worth at once"
      default: "at most \(limit) are taken"
      }
    return "\(came); \(most)"
  }
}
