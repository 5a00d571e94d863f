package import Timeline
package import Wire

/// One end of one open WebSocket connection: codec and recording in one, shared by every driver.
///
/// Exists from the 101 on. Nothing here decides: messages go out as told, and what comes in is recorded whole (each
/// frame, each broken rule) before it is handed on, so that a peer's violation never hides what follows it.
package struct Peer: Sendable {
  package let role: Role
  package let observation: Observation?
  private let maskKey: @Sendable () -> UInt32
  private var inbound: InboundFrames
  /// Compresses what we send; nil: nothing was agreed on.
  private var deflater: MessageDeflater?
  private var meter: FloodMeter?
  /// The limit that the other side has reached: from then on nothing of it is taken, and whoever drives the connection ends it.
  package private(set) var flood: LimitReached?
  /// The first rule that the other side broke, where none may be: nothing more of it is taken, and whoever drives the connection ends it.
  package private(set) var broken: Violation?
  /// Reads what we send raw, as the other side would.
  private var rawDecoder: FrameDecoder
  private var over = false

  /// - Parameters:
  ///   - role: Who we are on this connection; a client masks what it sends (RFC 6455 §5.3).
  ///   - observation: Where to record; nil records nothing.
  ///   - compression: What was agreed on about permessage-deflate; nil: nothing.
  ///   - maskKey: A fresh key for each frame of a client; never called by a server.
  package init(
    role: Role, observation: Observation?, compression: DeflateAgreement? = nil, maskKey: @escaping @Sendable () -> UInt32
  ) {
    self.role = role
    self.observation = observation
    self.maskKey = maskKey
    let limits = observation?.limits ?? Limits()
    let other: Role = role == .client ? .server : .client
    inbound = InboundFrames(
      of: other, compression: compression, maximumFrame: limits.frameBytes, maximumMessage: limits.messageBytes)
    deflater = compression?.deflater(of: role)
    meter = observation.map { FloodMeter($0.limits, of: $0.peer) }
    rawDecoder = FrameDecoder(role: other, isCompressing: compression != nil)
  }

  /// Takes bytes off the wire.
  /// - Returns: The messages and control frames that they completed, in order.
  package mutating func receive(_ bytes: [UInt8], at now: Nanoseconds) -> [Message] {
    guard takes else { return [] }
    inbound.feed(bytes)
    return takeFrames(at: now)
  }

  /// The same for bytes that somebody else owns; they are copied.
  package mutating func receive(_ bytes: UnsafeRawBufferPointer, at now: Nanoseconds) -> [Message] {
    guard takes else { return [] }
    inbound.feed(bytes)
    return takeFrames(at: now)
  }

  private var takes: Bool { !over && flood == nil && broken == nil }

  /// Turns a message into the bytes of one frame.
  /// - Parameter scheduled: When paced audio was due; nil for everything else.
  package mutating func send(_ message: Message, scheduled: Nanoseconds?, at now: Nanoseconds) -> [UInt8] {
    sendFragmented(message, frames: 1, scheduled: scheduled, at: now)
  }

  /// The same for a frame that is ready, legal or not.
  package mutating func send(_ frame: Frame, scheduled: Nanoseconds? = nil, at now: Nanoseconds) -> [UInt8] {
    recordSent(frame, scheduled: scheduled, at: now)
    return frame.wireBytes
  }

  /// The same message in several frames (RFC 6455 §5.4): the first with its opcode, continuations after it, the last with FIN.
  ///
  /// Where compression was agreed on, each frame inflates to its own piece of the message (RFC 7692 §7.2.1), and is recorded with it.
  /// - Parameter frames: As many as this, but none without a byte; one for an empty message.
  package mutating func sendFragmented(_ message: Message, frames: Int, scheduled: Nanoseconds?, at now: Nanoseconds) -> [UInt8] {
    let payload = message.payload
    let count = max(1, min(frames, payload.count))
    let pieces =
      count == 1 ? [payload] : (0..<count).map { Array(payload[$0 * payload.count / count..<($0 + 1) * payload.count / count]) }
    let compressed = message.opcode.isControl ? nil : deflater?.compress(pieces)
    var bytes: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
      let wire = Frame(
        sending: index == 0 ? message.opcode : .continuation, payload: compressed?[index] ?? piece, fin: index == count - 1,
        rsv: index == 0 && compressed != nil ? 4 : 0, maskKey: role == .client ? maskKey() : nil)
      recordSent(compressed == nil ? wire : wire.carrying(piece), scheduled: scheduled, at: now)
      if bytes.isEmpty { bytes = wire.wireBytes } else { bytes += wire.wireBytes }
    }
    return bytes
  }

  /// Bytes that go out as they are: recorded as the frames that they make, with what is wrong with each; a frame that is not
  /// complete is recorded when its rest has been sent. What is in them is not compressed here, nor inflated for the recording.
  package mutating func sendRaw(_ bytes: [UInt8], at now: Nanoseconds) {
    guard let observation else { return }
    rawDecoder.feed(bytes)
    while let (frame, violations) = rawDecoder.next() {
      recordSent(frame, scheduled: nil, at: now)
      record(violations, by: observation.observer, at: now)
    }
  }

  /// The TCP connection ended: records a frame that was cut short, and the end. Later calls do nothing.
  package mutating func ended(_ end: ConnectionEnd, at now: Nanoseconds) {
    guard !over else { return }
    over = true
    if flood == nil, broken == nil, let cut = inbound.finish() {
      recordReceived(cut.frame, at: now)
      record(cut.violations, at: now)
    }
    observation?.record(.ended(end), at: now)
  }

  private mutating func takeFrames(at now: Nanoseconds) -> [Message] {
    var messages: [Message] = []
    while let (wire, frameViolations) = inbound.next() {
      let kept = observation?.sink.keptBytes ?? 0
      if let (reached, recorded) = meter?.take(wire, at: now, kept: kept) {
        stop(at: reached, recorded, frameViolations, now)
        return messages
      }
      let wasReadable = !inbound.isUnreadable
      let opened = inbound.take(wire)
      if let (reached, recorded) = meter?.takeInflated(opened, wire) {
        stop(at: reached, recorded, frameViolations, now)
        return messages
      }
      recordReceived(opened.frame, at: now)
      record(frameViolations + opened.violations, at: now)
      if wasReadable, inbound.isUnreadable { observation?.record(.note(Note(.remark, Self.unreadable)), at: now) }
      if observation?.limits.takesViolations == false, let first = (frameViolations + opened.violations).first {
        broken = first
        return messages
      }
      if let message = opened.message { messages.append(message) }
    }
    return messages
  }

  /// For people, where a compressed message could not be read that later ones may rest on.
  static let unreadable = "a compressed message could not be read; from here on they are kept as they came"

  private mutating func stop(at reached: LimitReached, _ recorded: Frame, _ violations: [Violation], _ now: Nanoseconds) {
    recordReceived(recorded, at: now)
    record(violations, at: now)
    flood = reached
    observation?.record(.note(Note(reached)), at: now)
  }

  private func recordSent(_ frame: Frame, scheduled: Nanoseconds?, at now: Nanoseconds) {
    guard let observation else { return }
    observation.record(.frame(FrameEvent(sender: observation.observer, frame: frame, scheduled: scheduled)), at: now)
  }

  private func recordReceived(_ frame: Frame, at now: Nanoseconds) {
    guard let observation else { return }
    observation.record(.frame(FrameEvent(sender: observation.peer, frame: frame)), at: now)
  }

  private func record(_ violations: [Violation], at now: Nanoseconds) {
    guard let observation else { return }
    record(violations, by: observation.peer, at: now)
  }

  private func record(_ violations: [Violation], by sender: Party, at now: Nanoseconds) {
    for violation in violations {
      observation?.record(.violation(ViolationEvent(sender: sender, violation)), at: now)
    }
  }
}
