internal import Lab
internal import Timeline

extension Operator {
  /// The same kind with figures of its own.
  func drawn(_ random: inout SplitMix64) -> Operator {
    let draw = Draw(&random)
    switch self {
    case .departure(let departure, _): return .departure(departure, draw)
    case .message(var own):
      own.variant = draw.variant
      own.amount = draw.amount
      own.stretch = Self.stretch(own.verb, draw, &random)
      own.rhythm = Self.rhythm(own, &random)
      return .message(own)
    }
  }

  private static func stretch(_ verb: Verb, _ draw: Draw, _ random: inout SplitMix64) -> Stretch {
    if verb == .swallow { return Stretch(from: draw.at, until: .max) }
    switch random.next() % 4 {
    case 0, 1: return .whole
    case 2: return Stretch(from: draw.at, until: .max)
    default: return Stretch(from: draw.at, until: draw.at + .seconds(1 + 3 * random.unit()))
    }
  }

  private static func rhythm(_ own: MessageOperator, _ random: inout SplitMix64) -> Rhythm {
    if own.verb == .swallow { return .each }
    // Of what comes once or twice in a session, each is meant.
    switch own.subject {
    case .audio:
      let each: Set<Verb> = [.drop, .alter, .retype, .split, .join, .repeat, .move]
      switch random.next() % 3 {
      case 0 where each.contains(own.verb): return .each
      case 1: return .every(2 + Int(random.next() % 30))
      default: return .chance(2 + Int(random.next() % 20))
      }
    case .interim: return random.next() % 2 == 0 ? .each : .every(2)
    case .final: return random.next() % 3 == 0 ? .every(2) : .each
    default: return .each
    }
  }
}
