internal import Speech
internal import Timeline

/// The results of all service connections of a session, held against what its client got.
struct ResultsLedger {
  private let session: SessionFacts
  /// Above it a result is late, beyond the way that messages take.
  private static let limit = Nanoseconds.seconds(1.5)

  init(_ session: SessionFacts) { self.session = session }

  var entries: [Entry] {
    guard session.service?.isOpen == true, !session.missedTheEnd else { return [] }
    return [missingFinals, missingInterims, repeated, extra, altered, moved, late].compactMap { $0 }
  }

  private var flow: ResultFlow { session.flow }

  private var spoken: Int { session.services.reduce(0) { $0 + $1.finals.count { !$0.value.text.isEmpty } } }

  private var missingFinals: Entry? {
    let missing = session.missingFinals
    guard let first = missing.first, let last = missing.last else { return nil }
    let next = session.client.messages.first { $0.at > first.at }
    return Entry(
      session, .results, .missing, .relayToClient, from: Moment(first, on: .service), until: Moment(last, on: .service),
      amount: .init(Double(missing.count), of: Double(spoken), "finals"),
      events: missing.prefix(3).map(\.event) + [next?.event ?? session.client.lastFrame],
      sentence(
        "the service sent \(count(spoken, "final")) with words, and \(missing.count == spoken ? "none" : "\(missing.count)") of them ",
        missing.count == spoken ? "reached" : "did not reach",
        " the client, which was listening; the first that is missing was sent at \(seconds(first.at))"))
  }

  /// Some of the interims: where the relay passes the service's own JSON on, each is due.
  private var missingInterims: Entry? {
    guard session.client.keepsServiceShape, session.results.contains(where: { $0.value.isFinal == false }) else { return nil }
    let until = session.dueUntil
    let missing = flow.unmatchedService.filter { $0.value.isFinal == false && !$0.value.text.isEmpty && $0.at <= until }
    let changed = flow.unmatchedClient.count { $0.value.isFinal == false && !$0.value.text.isEmpty }
    guard let first = missing.first, let last = missing.last, missing.count > changed else { return nil }
    let all = session.services.reduce(0) { $0 + $1.results.count { $0.value.isFinal == false && !$0.value.text.isEmpty } }
    return Entry(
      session, .results, .missing, .relayToClient, severity: .warning, from: Moment(first, on: .service), until: Moment(last, on: .service),
      amount: .init(Double(missing.count), of: Double(all), "interims"), events: missing.prefix(3).map(\.event),
      "the service sent \(count(all, "interim")) with words, and \(missing.count) of them did not reach the client, which got the others")
  }

  /// The same final more often than the service sent it.
  private var repeated: Entry? {
    var due: [String: Int] = [:]
    for sent in session.services.flatMap(\.results) where sent.value.isFinal != false && !sent.value.text.isEmpty {
      due[key(sent.value), default: 0] += 1
    }
    var again: Series<Located<ResultText>> = []
    for got in session.settled where session.tellsFinality && !got.value.text.isEmpty {
      guard let left = due[key(got.value)] else { continue }
      if left == 0 { again.append(got) } else { due[key(got.value)] = left - 1 }
    }
    guard let first = again.first else { return nil }
    return Entry(
      session, .results, .repeated, .relayToClient, from: Moment(first, on: .client), amount: .init(Double(again.count), "finals"),
      events: again.prefix(3).map(\.event),
      "\(count(again.count, "final")) reached the client more often than the service sent \(again.count == 1 ? "it" : "them"): \"\(first.value.text.prefix(40))\""
    )
  }

  private func key(_ result: ResultText) -> String { WordNormalizer.words(result.text).joined(separator: " ") }

  /// Finals with words that the service never said in this session.
  private var extra: Entry? {
    let known = Set(session.services.flatMap(\.results).flatMap { WordNormalizer.words($0.value.text) })
    let foreign = flow.unmatchedClient.filter { got in
      guard got.value.isFinal != false, !got.value.text.isEmpty else { return false }
      let words = WordNormalizer.words(got.value.text)
      let strange = words.filter { !known.contains($0) && !$0.contains(where: \.isNumber) }
      return !words.isEmpty && Double(strange.count) >= 0.1 * Double(words.count)
    }
    guard let first = foreign.first else { return nil }
    return Entry(
      session, .results, .extra, .relayToClient, from: Moment(first, on: .client), amount: .init(Double(foreign.count), "results"),
      events: foreign.prefix(3).map(\.event),
      "\(count(foreign.count, "result")) reached the client with words that the service did not say in this session: \"\(first.value.text.prefix(40))\""
    )
  }

  /// The same words with other times, on another channel or, where the relay passes the service's own JSON on, without their finality.
  private var altered: Entry? {
    guard session.services.count(where: { !$0.results.isEmpty }) < 2 else { return nil }
    let inServiceShape = session.client.eventsInServiceShape
    let own = (flow.retimed + flow.pairs).filter { pair in
      guard inServiceShape.contains(pair.client.event), !pair.client.value.text.isEmpty else { return false }
      return pair.client.value.start != pair.service.value.start && !Self.isNear(pair)
        || pair.client.value.channel != pair.service.value.channel
        || pair.client.value.isFinal != pair.service.value.isFinal || pair.client.value.speechFinal != pair.service.value.speechFinal
    }
    guard let first = own.first else { return nameless }
    return Entry(
      session, .results, .altered, .relayToClient, from: Moment(first.client, on: .client),
      amount: .init(Double(own.count), of: Double(flow.pairs.count + flow.retimed.count), "results"),
      events: [first.service.event, first.client.event],
      sentence(
        "\(count(own.count, "result")) reached the client with other times, another channel or other flags than the service gave: ",
        "\"\(first.client.value.text.prefix(40))\""))
  }

  private static func isNear(_ pair: ResultFlow.Pair) -> Bool {
    guard let sent = pair.service.value.start, let got = pair.client.value.start else { return false }
    return abs(sent - got) < 0.02
  }

  /// Interims and finals, and nothing by which a client could tell one from the other.
  private var nameless: Entry? {
    guard !session.tellsFinality,
      let first = flow.pairs.first(where: { $0.service.value.isFinal == true && !$0.service.value.text.isEmpty }),
      flow.pairs.contains(where: { $0.service.value.isFinal == false && !$0.service.value.text.isEmpty })
    else { return nil }
    return Entry(
      session, .results, .altered, .relayToClient, severity: .notice, from: Moment(first.client, on: .client),
      amount: .init(Double(flow.pairs.count), of: Double(flow.pairs.count), "results"), events: [first.service.event, first.client.event],
      "interims and finals reached the client alike: nothing in its messages tells which words stand")
  }

  /// Finals that overtook each other in the relay.
  private var moved: Entry? {
    var latest: Int64 = .min
    for pair in flow.pairs where pair.service.value.isFinal == true && !pair.service.value.text.isEmpty {
      guard pair.service.event < latest else {
        latest = pair.service.event
        continue
      }
      guard session.services.count(where: { !$0.results.isEmpty }) < 2 else { return nil }
      return Entry(
        session, .results, .moved, .relayToClient, from: Moment(pair.client, on: .client), amount: .init(1, "final"),
        events: [pair.service.event, pair.client.event],
        "a final reached the client behind one that the service sent after it: \"\(pair.client.value.text.prefix(40))\"")
    }
    return nil
  }

  private var late: Entry? {
    guard !session.readsSlowly else { return nil }
    let limit = Self.limit + session.travel * 3 / 2
    let slow = flow.pairs.filter { !$0.service.value.text.isEmpty && $0.delay > limit }
    guard let first = slow.first, let longest = slow.map(\.delay).max() else { return nil }
    return Entry(
      session, .resultsPace, .late, .relayToClient, severity: .warning, from: Moment(first.service, on: .service),
      amount: .init(Double(slow.count), of: Double(flow.pairs.count), "results"), events: [first.service.event, first.client.event],
      "\(count(slow.count, "result")) reached the client up to \(seconds(longest)) after the service sent \(slow.count == 1 ? "it" : "them")"
    )
  }
}
