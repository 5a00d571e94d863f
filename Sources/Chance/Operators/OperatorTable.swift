internal import Lab
internal import Timeline

/// Every kind of operator there is: each verb with each class that it can act on, on each link, at either end; and every departure.
package enum OperatorTable {
  /// In the relay.
  package static let relay: [Operator] =
    Link.allCases.flatMap { messages(on: $0, by: .relay) }
    + (OpeningDepartures.all + DeclaringDepartures.all + EndingDepartures.all).map(kind)

  /// In the service, the network or the client.
  package static let around: [Operator] =
    messages(on: .serviceToRelay, by: .service) + client
    + (ServiceDepartures.all + NetworkDepartures.all + ClientDepartures.all).map(kind)

  package static var all: [Operator] { relay + around }

  /// Those that are meant by a name: a row's, a whole name, or some of its parts as `drop` or `final/drop`.
  package static func named(_ name: String) -> [Operator] {
    all.filter { $0.row == name || "/\($0.name)/".contains("/\(name)/") }
  }

  private static func messages(on link: Link, by party: Party) -> [Operator] {
    MessageClass.met(on: link).flatMap { subject in
      Verb.acting(on: subject).map { .message(MessageOperator(verb: $0, subject: subject, link: link, party: party)) }
    }
  }

  /// A client has said in its scenario what it does: of what it sends, only some can be told to be wrong.
  private static var client: [Operator] {
    [(MessageClass.audio, [Verb.delay, .split, .join, .retype, .invent]), (.stop, [.drop, .delay, .alter, .retype])].flatMap {
      (subject: MessageClass, verbs: [Verb]) in
      verbs.map { Operator.message(MessageOperator(verb: $0, subject: subject, link: .clientToRelay, party: .client)) }
    }
  }

  private static func kind(_ departure: Departure) -> Operator {
    var random = SplitMix64(seed: 0)
    return .departure(departure, Draw(&random))
  }
}
