internal import Lab
internal import Timeline

/// Every kind of operator there is: each verb with each class that it can act on, on each link, at either end; and every departure.
package enum OperatorTable {
  /// In the relay.
  package static let relay: [Operator] =
    Link.allCases.flatMap { messages(on: $0, by: .relay) }.filter { !isLeftOut($0) }
    + (OpeningDepartures.all + DeclaringDepartures.all + EndingDepartures.all).map(kind)

  /// In the service, the network or the client.
  package static let around: [Operator] =
    messages(on: .serviceToRelay, by: .service).filter { !isFree($0) } + client
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

  /// What a service may do as it likes: nobody is owed an interim or the word that somebody began to speak, in this order or that, nor a certain
  /// code when all is said.
  private static func isFree(_ own: Operator) -> Bool {
    guard case .message(let own) = own else { return false }
    switch own.subject {
    case .close: return own.verb == .alter
    case .interim: return [.drop, .swallow, .move].contains(own.verb)
    case .speechEvent: return [.drop, .swallow, .move, .delay, .alter].contains(own.verb)
    default: return false
    }
  }

  /// A relay may keep the service's speech events, or some kinds of them, to itself.
  private static func isLeftOut(_ own: Operator) -> Bool {
    guard case .message(let own) = own else { return false }
    return own.subject == .speechEvent && [.drop, .swallow].contains(own.verb)
  }

  /// A client has said in its scenario what it does: of what it sends, only some can be told to be wrong. What it sends late is on its own
  /// schedule, which the report holds it against; what it sends besides its clip is what it means to send.
  private static var client: [Operator] {
    [(MessageClass.audio, [Verb.split, .join, .retype]), (.stop, [.drop, .alter, .retype])].flatMap {
      (subject: MessageClass, verbs: [Verb]) in
      verbs.map { Operator.message(MessageOperator(verb: $0, subject: subject, link: .clientToRelay, party: .client)) }
    }
  }

  private static func kind(_ departure: Departure) -> Operator {
    var random = SplitMix64(seed: 0)
    return .departure(departure, Draw(&random))
  }
}
