import Lab
import Machines
import Timeline
import Wire

/// A service that breaks its first connection without a Close, and takes a second one as if nothing had been.
struct TwiceService: Machine {
  let settings: ServiceSettings
  let breaksAfter: Nanoseconds
  private var current: (any Machine)?
  private var connections = 0
  private var hasAudio = false

  init(_ settings: ServiceSettings, breaksAfter: Nanoseconds) {
    self.settings = settings
    self.breaksAfter = breaksAfter
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .requested:
      connections += 1
      var settings = settings
      settings.seed += UInt64(connections) * 1000
      current = SimulatedService(settings: settings)
    case .fired("break"):
      guard connections == 1 else { return [] }
      current = nil
      return [.end(.accepted, .reset)]
    case .received(.accepted, .binary) where !hasAudio:
      hasAudio = true
      return [.wake("break", at: now + breaksAfter)] + pass(occurrence, at: now)
    default: break
    }
    return pass(occurrence, at: now)
  }

  /// The first connection's end is not the machine's.
  private mutating func pass(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    (current?.handle(occurrence, at: now) ?? []).filter { connections > 1 || $0 != .finish }
  }
}

extension Machine {
  /// The relay, which dials again when the service's connection is lost, and drops or keeps the audio that comes meanwhile.
  func diallingAnew(dropping: Bool) -> any Machine { FaultyMachine(self, behind: Redialling(isLossy: dropping)) }
}

private struct Redialling: FaultStage {
  let isLossy: Bool
  var dial: Action?
  var isAway = false
  var held: [Occurrence] = []

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    switch occurrence {
    case .ended(.dialled, let end) where end.by != .relay && !isAway && dial != nil:
      isAway = true
      defer { dial = nil }
      return dial.map { [$0] } ?? []
    case .opened where isAway:
      isAway = false
      defer { held = [] }
      return held.flatMap { inner.handle($0, at: now) }
    case .received(.accepted, .binary) where isAway:
      if !isLossy { held.append(occurrence) }
      return []
    case .received(.accepted, .text) where isAway:
      held.append(occurrence)
      return []
    default: break
    }
    let actions = inner.handle(occurrence, at: now)
    for action in actions { if case .dial = action { dial = action } }
    // A stop that was heard makes the next end an ordinary one.
    if actions.contains(where: { if case .send(.dialled, .text, _) = $0 { true } else { false } }) { dial = nil }
    return actions
  }
}
