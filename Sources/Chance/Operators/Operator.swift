internal import Lab
package import Timeline

/// Something that is not as it should be in one relay, or around it.
package enum Operator: Sendable {
  case message(MessageOperator)
  case departure(Departure, Draw)

  /// Without the draws; the same for all of its kind.
  package var name: String {
    switch self {
    case .message(let own): own.name
    case .departure(let own, _): own.name
    }
  }

  /// With the draws.
  package var text: String {
    switch self {
    case .message(let own): own.text
    case .departure(let own, let draw):
      "\(own.name): at \(draw.at / 1_000_000) ms, amount \(Int(draw.amount * 100)) %, variant \(draw.variant)"
    }
  }

  /// Its row in a table: the party apart, where the thing is the same.
  package var row: String {
    switch self {
    case .message(let own): "\(own.verb.rawValue) \(own.subject.rawValue) (\(own.party.rawValue))"
    case .departure(let own, _): "\(own.word) (\(own.party.rawValue))"
    }
  }

  package var party: Party {
    switch self {
    case .message(let own): own.party
    case .departure(let own, _): own.party
    }
  }

  /// Who may rightly be blamed.
  package var answerable: Set<Party> {
    switch self {
    case .message(let own): [own.party]
    case .departure(let own, _): own.answerable
    }
  }

  /// Rules that it may rightly be called; empty: the catalogue has no row for it.
  package var rules: Set<String> {
    switch self {
    case .message(let own): own.rules
    case .departure(let own, _): own.rules
    }
  }

  /// The same audio in other messages: when an interim comes, and how many do, hangs on that.
  package var onlyFramesAnew: Bool {
    guard case .message(let own) = self else { return false }
    return own.subject == .audio && [.split, .join].contains(own.verb)
  }

  /// The scenario in which it shows; nil: any.
  var scenario: String? {
    switch self {
    case .message(let own): own.subject.scenario(of: own.party)
    case .departure(let own, _): own.shownBy
    }
  }

  /// What the client must ask for, so that it can show.
  var asks: [HeaderField] {
    switch self {
    case .message(let own): own.subject == .speechEvent ? Asked.parameters : []
    case .departure(let own, _): own.asks
    }
  }

  /// The same at work all the time, on each message.
  package var widened: Operator {
    guard case .message(var own) = self else { return self }
    own.stretch = .whole
    own.rhythm = .each
    return .message(own)
  }
}
