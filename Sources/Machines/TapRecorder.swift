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
    var frames: InboundFrames
    var meter: FloodMeter
  }

  private let observation: Observation
  private var dialler: Direction
  private var acceptor: Direction
  /// What is wrong with the answer's compression, until it is recorded.
  private var answerFault: DeflateFault?
  private var hasEnded = false
  /// The limit that one side has reached: from then on nothing is recorded but the end, and whoever passes the bytes on ends the connection.
  package private(set) var flood: LimitReached?

  /// - Parameters:
  ///   - request: What the 101 answers; nil where it is not known.
  ///   - response: The 101: it says which extension was agreed on.
  package init(_ observation: Observation, request: RequestHead? = nil, response: ResponseHead) {
    self.observation = observation
    let members = response.headers.listed(DeflateParameters.header)
    let offered = request?.headers.listed(DeflateParameters.header) ?? []
    var compression: DeflateAgreement?
    do { compression = try DeflateParameters.agreement(in: members, to: DeflateParameters.offers(in: offered)) } catch {
      answerFault = error
      // What the client makes of it is not known; most go on as if it were plain.
      compression = members.contains { $0.lowercased().hasPrefix(DeflateParameters.name) } ? DeflateAgreement() : nil
    }
    let limits = observation.limits
    func direction(_ sender: Party, _ role: Role) -> Direction {
      Direction(
        sender: sender,
        frames: InboundFrames(
          of: role, compression: compression, maximumFrame: limits.frameBytes, maximumMessage: limits.messageBytes),
        meter: FloodMeter(limits, of: sender))
    }
    dialler = direction(observation.hop.dialler, .client)
    acceptor = direction(observation.hop.acceptor, .server)
  }

  /// Takes bytes that pass.
  /// - Parameter sender: One of the hop's two parties.
  package mutating func take(_ bytes: UnsafeRawBufferPointer, from sender: Party, at now: Nanoseconds) {
    guard flood == nil else { return }
    if let answerFault {
      record([Violation(.deflateAnswer(answerFault))], observation.hop.acceptor, now)
      self.answerFault = nil
    }
    flood = sender == observation.hop.dialler ? take(bytes, &dialler, at: now) : take(bytes, &acceptor, at: now)
  }

  /// - Returns: The limit that the side reaches with them.
  private func take(_ bytes: UnsafeRawBufferPointer, _ direction: inout Direction, at now: Nanoseconds) -> LimitReached? {
    direction.frames.feed(bytes)
    while let (wire, found) = direction.frames.next() {
      if let (reached, recorded) = direction.meter.take(wire, at: now, kept: observation.sink.keptBytes) {
        return stop(at: reached, recorded, found, direction.sender, now)
      }
      let wasReadable = !direction.frames.isUnreadable
      let opened = direction.frames.take(wire)
      if let (reached, recorded) = direction.meter.takeInflated(opened, wire) {
        return stop(at: reached, recorded, found, direction.sender, now)
      }
      observation.record(.frame(FrameEvent(sender: direction.sender, frame: opened.frame)), at: now)
      record(found + opened.violations, direction.sender, now)
      if wasReadable, direction.frames.isUnreadable { note(Peer.unreadable, now) }
    }
    return nil
  }

  private func stop(
    at reached: LimitReached, _ recorded: Frame, _ violations: [Violation], _ sender: Party, _ now: Nanoseconds
  ) -> LimitReached {
    observation.record(.frame(FrameEvent(sender: sender, frame: recorded)), at: now)
    record(violations, sender, now)
    observation.record(.note(Note(reached)), at: now)
    return reached
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
    guard let (frame, violations) = direction.frames.finish() else { return }
    observation.record(.frame(FrameEvent(sender: direction.sender, frame: frame)), at: now)
    record(violations, direction.sender, now)
  }

  private func record(_ violations: [Violation], _ sender: Party, _ now: Nanoseconds) {
    for violation in violations { observation.record(.violation(ViolationEvent(sender: sender, violation)), at: now) }
  }

  private func note(_ text: String, _ now: Nanoseconds) { observation.record(.note(Note(.remark, text)), at: now) }
}
