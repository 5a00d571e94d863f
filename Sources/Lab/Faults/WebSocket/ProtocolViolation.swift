internal import Machines
internal import Timeline
internal import Wire

/// The relay writes frames by hand, and wrongly.
struct ProtocolViolation: Fault {
  enum Kind: String, CaseIterable {
    case masked, rsv, utf8, opcode, length
    case fragmentedControl = "fragmented-control"
    case closeCode = "close-code"
  }

  let kind: Kind
  let name: String
  let rule = "protocol-violation"
  let party = Party.relay

  /// The plain name is the masked frame: a client's codec, used by a server.
  init(_ kind: Kind, plain: Bool = false) {
    self.kind = kind
    name = plain ? "protocol-violation" : "protocol-violation:\(kind.rawValue)"
  }

  var aliases: [String] { name == rule ? ["protocol-violation:masked", "protocol-violation:relay"] : ["\(name):relay"] }

  /// RFC 6455 §7.1.7: whoever sees a violation fails the connection; how the relay would have ended it is not to be seen.
  let effect: FaultEffect? = FaultEffect(spoils: [.frames, .close], needs: [.results, .words])
  var summary: String {
    switch kind {
    case .masked: "the relay masks its frames, as only clients do (RFC 6455 §5.1)"
    case .rsv: "the relay sets RSV1 without an extension (RFC 6455 §5.2)"
    case .utf8: "the relay sends text that is not UTF-8 (RFC 6455 §8.1)"
    case .opcode: "the relay sends a frame with the reserved opcode 3 (RFC 6455 §5.2)"
    case .length: "the relay writes lengths below 126 in the longer form (RFC 6455 §5.2)"
    case .fragmentedControl: "the relay sends a ping in fragments (RFC 6455 §5.5)"
    case .closeCode: "the relay closes with 1006, which is never on the wire (RFC 6455 §7.4.1)"
    }
  }

  func stage() -> (any FaultStage)? { Stage(kind: kind) }

  private struct Stage: OutputStage {
    let kind: Kind
    /// What happens once in a session has happened.
    var isDone = false

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      guard case .send(.accepted, let message, _) = action else { return [action] }
      switch (kind, message) {
      case (.masked, .text(let text)): return [raw(Frame(sending: .text, payload: text, maskKey: 0x1234_5678))]
      case (.rsv, .text(let text)): return [raw(Frame(sending: .text, payload: text, rsv: 4, maskKey: nil))]
      case (.utf8, .text(let text)): return [raw(Frame(sending: .text, payload: text + [0xFF], maskKey: nil))]
      case (.length, .text), (.length, .close): return [.sendRaw(.accepted, longForm(message))]
      case (.opcode, .text): return once(Frame(sending: Opcode(rawValue: 3), payload: [1], maskKey: nil)) + [action]
      case (.fragmentedControl, .text): return once(Frame(sending: .ping, payload: [1], fin: false, maskKey: nil)) + [action]
      case (.closeCode, .close): return [raw(Frame(sending: .close, payload: [0x03, 0xEE], maskKey: nil))]
      default: return [action]
      }
    }

    private func raw(_ frame: Frame) -> Action { .sendRaw(.accepted, frame.wireBytes) }

    private mutating func once(_ frame: Frame) -> [Action] {
      defer { isDone = true }
      return isDone ? [] : [raw(frame)]
    }

    /// Lengths in 64 bits, whatever they are.
    private func longForm(_ message: Message) -> [UInt8] {
      let payload = message.payload
      let length = (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> (8 * $0)) }
      return [0x80 | message.opcode.rawValue, 127] + length + payload
    }
  }
}
