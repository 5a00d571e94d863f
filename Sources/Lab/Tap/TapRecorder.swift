package import Timeline
internal import Wire

/// Records an open WebSocket connection between two others, from the bytes that pass: each frame, each broken rule, and the end.
///
/// Nothing here decides or changes anything: the bytes go on whatever is found in them. Frames that were compressed by an extension which the
/// two agreed on are recorded as they were before.
package struct TapRecorder: Sendable {
  /// What one side sends.
  private struct Direction: Sendable {
    let sender: Party
    var decoder: FrameDecoder
    var assembler: MessageAssembler
    var inflater: MessageInflater?
    var meter: FloodMeter
    /// The message that is not complete yet is compressed, and nobody here can read it.
    var isOpaque = false
  }

  private let observation: Observation
  private var dialler: Direction
  private var acceptor: Direction
  private var hasEnded = false
  /// The limit that one side has reached: from then on nothing is recorded but the end, and whoever passes the bytes on ends the connection.
  package private(set) var flood: LimitReached?

  /// - Parameter response: The 101: it says which extension was agreed on.
  package init(_ observation: Observation, response: ResponseHead) {
    self.observation = observation
    let limits = observation.limits
    let deflate = DeflateAgreement(response)
    func direction(_ sender: Party, role: Role, keepsContext: Bool?) -> Direction {
      Direction(
        sender: sender, decoder: FrameDecoder(role: role, maximumPayload: limits.frameBytes),
        assembler: MessageAssembler(maximumPayload: limits.messageBytes),
        inflater: keepsContext.map { MessageInflater(keepsContext: $0, limit: limits.messageBytes) },
        meter: FloodMeter(limits, of: sender))
    }
    dialler = direction(observation.hop.dialler, role: .server, keepsContext: deflate?.clientKeepsContext)
    acceptor = direction(observation.hop.acceptor, role: .client, keepsContext: deflate?.serverKeepsContext)
  }

  /// Takes bytes that pass.
  /// - Parameter sender: One of the hop's two parties.
  package mutating func take(_ bytes: UnsafeRawBufferPointer, from sender: Party, at now: Nanoseconds) {
    guard flood == nil else { return }
    flood = sender == observation.hop.dialler ? take(bytes, &dialler, at: now) : take(bytes, &acceptor, at: now)
  }

  /// - Returns: The limit that the side reaches with them.
  private func take(_ bytes: UnsafeRawBufferPointer, _ direction: inout Direction, at now: Nanoseconds) -> LimitReached? {
    direction.decoder.feed(bytes)
    while let (wire, found) = direction.decoder.next() {
      let kept = observation.sink.keptBytes
      if let (reached, recorded) = direction.meter.take(wire, at: now, kept: kept) {
        observation.record(.frame(FrameEvent(sender: direction.sender, frame: recorded)), at: now)
        observation.record(.note(Note(reached)), at: now)
        return reached
      }
      let wasBroken = direction.inflater?.isBroken
      let frame = direction.inflater?.take(wire) ?? wire
      if direction.inflater?.isBroken != wasBroken {
        note("a compressed message could not be read; from here on they are kept as they came", now)
      }
      observation.record(.frame(FrameEvent(sender: direction.sender, frame: frame)), at: now)
      let isCompressed = direction.inflater != nil && !wire.opcode.isControl && wire.rsv == 4
      record(found.filter { !isCompressed || $0.kind != .reservedBits(4) }, direction.sender, now)
      if !frame.opcode.isControl, frame.opcode != .continuation {
        direction.isOpaque = isCompressed && direction.inflater?.isBroken == true
      }
      let (_, violations) = direction.assembler.take(frame)
      record(violations.filter { !direction.isOpaque || !$0.isOfText }, direction.sender, now)
    }
    return nil
  }

  /// One side sends nothing more, or the connection is gone: the first end counts. The other side may go on for a while.
  package mutating func ended(_ end: ConnectionEnd, at now: Nanoseconds) {
    guard !hasEnded else { return }
    hasEnded = true
    observation.record(.ended(end), at: now)
  }

  /// No bytes will come: what was cut short is recorded as it is.
  package mutating func finish(at now: Nanoseconds) {
    guard flood == nil else { return }
    cut(&dialler, now)
    cut(&acceptor, now)
  }

  private func cut(_ direction: inout Direction, _ now: Nanoseconds) {
    guard let (frame, violations) = direction.decoder.finish() else { return }
    observation.record(.frame(FrameEvent(sender: direction.sender, frame: frame)), at: now)
    record(violations, direction.sender, now)
  }

  private func record(_ violations: [Violation], _ sender: Party, _ now: Nanoseconds) {
    for violation in violations { observation.record(.violation(ViolationEvent(sender: sender, violation)), at: now) }
  }

  private func note(_ text: String, _ now: Nanoseconds) { observation.record(.note(Note(.remark, text)), at: now) }
}

extension Violation {
  fileprivate var isOfText: Bool {
    switch kind {
    case .textNotUTF8, .textEndsInsideCharacter: true
    default: false
    }
  }
}
