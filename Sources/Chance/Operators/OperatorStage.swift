internal import Lab
internal import Machines
internal import Timeline
internal import Wire

/// One message operator at its joint: strikes what it is to strike, and keeps the order of the link.
struct OperatorStage: JointStage {
  private let own: MessageOperator
  private let joint: Joint
  private let stop: StopSignal
  private let pen: Pen
  private var deed: any Deed
  private var random: SplitMix64
  private var met = 0
  private var opened: Nanoseconds?
  private var outgoing: Lane<Action>
  private var incoming: Lane<Occurrence>

  init(_ own: MessageOperator, joint: Joint, stop: StopSignal, pen: Pen, seed: UInt64) {
    self.own = own
    self.joint = joint
    self.stop = stop
    self.pen = pen
    deed = own.verb.deed(on: own.subject, variant: own.variant, amount: own.amount, salt: seed)
    random = SplitMix64(seed: seed)
    outgoing = Lane("chance \(pen.place) out")
    incoming = Lane("chance \(pen.place) in")
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if opened == nil, Self.opens(occurrence) { opened = now }
    var actions: [Action] = []
    if incoming.owns(occurrence) || outgoing.owns(occurrence) {
      // Nothing new: only what waits.
    } else if joint.direction == .in {
      take(occurrence, at: now)
    } else {
      send(inner.handle(occurrence, at: now), at: now, &actions)
    }
    for due in incoming.takeDue(at: now) { actions += inner.handle(due, at: now) }
    return actions + outgoing.takeDue(at: now) + incoming.wake + outgoing.wake
  }

  private static func opens(_ occurrence: Occurrence) -> Bool {
    switch occurrence {
    case .requested, .opened, .started: true
    default: false
    }
  }

  // MARK: - Towards the machine

  private mutating func take(_ occurrence: Occurrence, at now: Nanoseconds) {
    switch occurrence {
    case .received(joint.leg, let message):
      for parcel in worked(message, at: now) {
        incoming.add(.received(joint.leg, parcel.message), due: now + parcel.wait, aside: parcel.isAside)
      }
    case .ended(joint.leg, _):
      for parcel in flushed(at: now) { incoming.add(.received(joint.leg, parcel.message), due: now + parcel.wait, aside: parcel.isAside) }
      incoming.add(occurrence, due: now)
    default: incoming.addAtOnce(occurrence, at: now)
    }
  }

  // MARK: - From the machine

  private mutating func send(_ asked: [Action], at now: Nanoseconds, _ actions: inout [Action]) {
    for action in asked {
      switch action {
      case .send(joint.leg, let message, let scheduled):
        for parcel in worked(message, at: now) {
          outgoing.add(
            .send(joint.leg, parcel.message, scheduled: scheduled), due: now + parcel.wait,
            aside: parcel.isAside)
        }
      case .sendRaw(joint.leg, _), .sendFragmented(joint.leg, _, _, _): outgoing.add(action, due: now)
      case .end(joint.leg, .finished), .finish:
        for parcel in flushed(at: now) { outgoing.add(.send(joint.leg, parcel.message), due: now + parcel.wait, aside: parcel.isAside) }
        outgoing.add(action, due: now)
      default: actions.append(action)
      }
    }
  }

  private mutating func worked(_ message: Message, at now: Nanoseconds) -> [Parcel] {
    // Behind a Close nothing goes: what is held goes before it.
    let before = if case .close = message { flushed(at: now) } else { [Parcel]() }
    guard MessageClass(message, on: own.link, stop: stop) == own.subject, own.stretch.contains(now - (opened ?? now)) else {
      return before + noted(deed.pass(message), at: now)
    }
    met += 1
    guard own.rhythm.strikes(met, random: &random) else { return before + noted(deed.pass(message), at: now) }
    guard let result = deed.strike(message, random: &random) else { return before }
    if result.isEmpty { note(at: now) }
    return before + (result == [Parcel(message: message)] ? result : noted(result, at: now))
  }

  private mutating func flushed(at now: Nanoseconds) -> [Parcel] { noted(deed.flush(), at: now) }

  private func noted(_ parcels: [Parcel], at now: Nanoseconds) -> [Parcel] {
    if parcels.contains(where: \.isChanged) { note(at: now) }
    return parcels
  }

  private func note(at now: Nanoseconds) { pen.note("\(own.verb.past) \(own.subject.rawValue)", on: own.link, at: now) }
}
