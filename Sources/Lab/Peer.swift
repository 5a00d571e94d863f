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
  private var decoder: FrameDecoder
  private var assembler: MessageAssembler
  private var meter: FloodMeter?
  /// The limit that the other side has reached: from then on nothing of it is taken, and whoever drives the connection ends it.
  package private(set) var flood: LimitReached?
  /// Reads what we send raw, as the other side would.
  private var rawDecoder: FrameDecoder
  private var over = false

  /// - Parameters:
  ///   - role: Who we are on this connection; a client masks what it sends (RFC 6455 §5.3).
  ///   - observation: Where to record; nil records nothing.
  ///   - maskKey: A fresh key for each frame of a client; never called by a server.
  package init(role: Role, observation: Observation?, maskKey: @escaping @Sendable () -> UInt32) {
    self.role = role
    self.observation = observation
    self.maskKey = maskKey
    let limits = observation?.limits ?? Limits()
    decoder = FrameDecoder(role: role, maximumPayload: limits.frameBytes)
    assembler = MessageAssembler(maximumPayload: limits.messageBytes)
    meter = observation.map { FloodMeter($0.limits, of: $0.peer) }
    rawDecoder = FrameDecoder(role: role == .client ? .server : .client)
  }

  /// Takes bytes off the wire.
  /// - Returns: The messages and control frames that they completed, in order.
  package mutating func receive(_ bytes: [UInt8], at now: Nanoseconds) -> [Message] {
    guard !over, flood == nil else { return [] }
    decoder.feed(bytes)
    return takeFrames(at: now)
  }

  /// The same for bytes that somebody else owns; they are copied.
  package mutating func receive(_ bytes: UnsafeRawBufferPointer, at now: Nanoseconds) -> [Message] {
    guard !over, flood == nil else { return [] }
    decoder.feed(bytes)
    return takeFrames(at: now)
  }

  /// Turns a message into the bytes of one frame.
  /// - Parameter scheduled: When paced audio was due; nil for everything else.
  package mutating func send(_ message: Message, scheduled: Nanoseconds?, at now: Nanoseconds) -> [UInt8] {
    send(
      Frame(sending: message.opcode, payload: message.payload, maskKey: role == .client ? maskKey() : nil),
      scheduled: scheduled, at: now)
  }

  /// The same for a frame that is ready, legal or not.
  package mutating func send(_ frame: Frame, scheduled: Nanoseconds? = nil, at now: Nanoseconds) -> [UInt8] {
    if let observation {
      observation.record(.frame(FrameEvent(sender: observation.observer, frame: frame, scheduled: scheduled)), at: now)
    }
    return frame.wireBytes
  }

  /// The same message in several frames (RFC 6455 §5.4): the first with its opcode, continuations after it, the last with FIN.
  /// - Parameter frames: As many as this, but none without a byte; one for an empty message.
  package mutating func sendFragmented(_ message: Message, frames: Int, scheduled: Nanoseconds?, at now: Nanoseconds) -> [UInt8] {
    let payload = message.payload
    let count = max(1, min(frames, payload.count))
    var bytes: [UInt8] = []
    for index in 0..<count {
      let piece = Array(payload[index * payload.count / count..<(index + 1) * payload.count / count])
      let frame = Frame(
        sending: index == 0 ? message.opcode : .continuation, payload: piece, fin: index == count - 1,
        maskKey: role == .client ? maskKey() : nil)
      bytes += send(frame, scheduled: scheduled, at: now)
    }
    return bytes
  }

  /// Bytes that go out as they are: recorded as the frames that they make, with what is wrong with each; a frame that is not
  /// complete is recorded when its rest has been sent.
  package mutating func sendRaw(_ bytes: [UInt8], at now: Nanoseconds) {
    guard let observation else { return }
    rawDecoder.feed(bytes)
    while let (frame, violations) = rawDecoder.next() {
      observation.record(.frame(FrameEvent(sender: observation.observer, frame: frame)), at: now)
      record(violations, by: observation.observer, at: now)
    }
  }

  /// The TCP connection ended: records a frame that was cut short, and the end. Later calls do nothing.
  package mutating func ended(_ end: ConnectionEnd, at now: Nanoseconds) {
    guard !over else { return }
    over = true
    if flood == nil, let cut = decoder.finish() {
      recordReceived(cut.frame, at: now)
      record(cut.violations, at: now)
    }
    observation?.record(.ended(end), at: now)
  }

  private mutating func takeFrames(at now: Nanoseconds) -> [Message] {
    var messages: [Message] = []
    while let (frame, frameViolations) = decoder.next() {
      let kept = observation?.sink.keptBytes ?? 0
      if let (reached, recorded) = meter?.take(frame, at: now, kept: kept) {
        recordReceived(recorded, at: now)
        record(frameViolations, at: now)
        flood = reached
        observation?.record(.note(Note(reached)), at: now)
        return messages
      }
      recordReceived(frame, at: now)
      record(frameViolations, at: now)
      let (message, messageViolations) = assembler.take(frame)
      record(messageViolations, at: now)
      if let message { messages.append(message) }
    }
    return messages
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
