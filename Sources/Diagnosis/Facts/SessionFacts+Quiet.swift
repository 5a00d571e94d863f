internal import Speech
internal import Timeline

/// How long nothing had gone which way when a session was cut in mid-stream.
struct Quiet {
  /// Which way nothing went.
  enum Way {
    case either, toTheClient, fromTheClient

    var text: String {
      switch self {
      case .either: "nothing went either way"
      case .toTheClient: "nothing went to the client"
      case .fromTheClient: "nothing came from the client"
      }
    }
  }

  var way: Way
  var length: Nanoseconds
  var round: RoundInterval
  /// What went last that way.
  var last: Located<Void>
  var ended: Located<HopFacts.Close?>
}

extension SessionFacts {
  /// Pauses of people are shorter, and the service's own timer is.
  private static let shortestQuiet = Nanoseconds.seconds(15)

  /// The quiet of a round length that came before the client's connection ended, where neither side had said that it is over.
  var quietBeforeEnd: Quiet? {
    guard let ended = relayEnded, let opened = client.response, opened.value.status == 101 else { return nil }
    guard stop.map({ $0.at > ended.at }) ?? true, serviceGoodbye(notAfter: ended) == nil else { return nil }
    let start = Located((), event: opened.event, at: opened.at)
    let heard = lastOfRelay(before: ended) ?? start
    let said = lastOfClient(before: ended) ?? start
    guard !owesWords(since: heard.at) else { return nil }
    let toClient = ended.at - heard.at
    let fromClient = ended.at - said.at
    // A relay that says goodbye to a client that was silent is its own master; to one that spoke all the time it is not.
    if ended.value != nil, fromClient >= Self.shortestQuiet { return nil }
    let ways: [(Quiet.Way, Nanoseconds, Located<Void>)] = [
      (.either, min(toClient, fromClient), toClient < fromClient ? heard : said), (.toTheClient, toClient, heard),
      (.fromTheClient, fromClient, said),
    ]
    for (way, length, last) in ways where length >= Self.shortestQuiet {
      if let round = RoundInterval(length, of: .quiet) { return Quiet(way: way, length: length, round: round, last: last, ended: ended) }
    }
    return nil
  }

  /// True where interim results had come, and stopped coming in the middle of speech: nobody was idle, the way was dead.
  private func owesWords(since moment: Nanoseconds) -> Bool {
    results.contains { $0.value.isFinal == false } && (audibleSeconds(after: moment) ?? 0) >= 2
  }

  /// The age of a round length at which the client's connection was cut in mid-stream, while something went both ways.
  var roundLife: (life: Nanoseconds, round: RoundInterval)? {
    guard let ended = relayEnded, let opened = client.response, stop.map({ $0.at > ended.at }) ?? true,
      serviceGoodbye(notAfter: ended) == nil
    else { return nil }
    return RoundInterval(ended.at - opened.at, of: .life).map { (ended.at - opened.at, $0) }
  }

  private func lastOfRelay(before ended: Located<HopFacts.Close?>) -> Located<Void>? {
    let message = client.messages.last { $0.event < ended.event }.map { Located((), event: $0.event, at: $0.at) }
    return latest([message, probe(of: .relay, before: ended)])
  }

  private func lastOfClient(before ended: Located<HopFacts.Close?>) -> Located<Void>? {
    let audio = client.audio.last { $0.event < ended.event }.map { Located((), event: $0.event, at: $0.at) }
    let control = client.controls.last { $0.event < ended.event }.map { Located((), event: $0.event, at: $0.at) }
    return latest([audio, control, probe(of: .client, before: ended)])
  }

  private func probe(of party: Party, before ended: Located<HopFacts.Close?>) -> Located<Void>? {
    let own = [client.pings, client.pongs].map { probes in
      probes.last { $0.value.by == party && $0.event < ended.event }.map { Located((), event: $0.event, at: $0.at) }
    }
    return latest(own)
  }

  private func latest(_ all: [Located<Void>?]) -> Located<Void>? { all.compactMap { $0 }.max { $0.at < $1.at } }
}
