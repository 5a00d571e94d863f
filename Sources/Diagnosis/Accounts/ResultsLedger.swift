internal import Speech
internal import Timeline

/// The results of all service connections of a session, held against what its client got.
struct ResultsLedger {
  private let session: SessionFacts
  /// Above it a result is late, beyond the way that messages take.
  static let limit = Nanoseconds.seconds(1)

  /// A relay may leave an interim out for the one that follows it so soon.
  private static let thinning = Nanoseconds.milliseconds(400)

  init(_ session: SessionFacts) { self.session = session }

  var entries: [Entry] {
    [missingFinals, missingInterims, repeated, repeatedInterims, extra, altered, moved, late].compactMap { $0 }
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

  /// Some of the interims, each of which the client had time to show: one that the next message follows closely may be left out.
  var missingInterims: Entry? {
    guard session.tellsFinality, passesInterims else { return nil }
    let until = session.dueUntil
    let changed = Set((flow.reworded + flow.shortened).map(\.service.event))
    var following = FollowingTimes(session.client.messages.map(\.at))
    let sent = flow.unmatchedService.filter { $0.value.isFinal == false && !$0.value.text.isEmpty && $0.at <= until }
    let isVerbatim = session.client.keepsServiceShape
    let missing = sent.filter { result in
      guard !changed.contains(result.event) else { return false }
      return isVerbatim || following.next(after: result.at).map { $0 - result.at > Self.thinning } ?? true
    }
    let others = flow.unmatchedClient.count { $0.value.isFinal == false && !$0.value.text.isEmpty } - changed.count
    guard let first = missing.first, let last = missing.last, missing.count > others else { return nil }
    let all = session.services.reduce(0) { $0 + $1.results.count { $0.value.isFinal == false && !$0.value.text.isEmpty } }
    return Entry(
      session, .results, .missing, .relayToClient, severity: .warning, from: Moment(first, on: .service), until: Moment(last, on: .service),
      amount: .init(Double(missing.count), of: Double(all), "interims"), events: missing.prefix(3).map(\.event),
      "the service sent \(count(all, "interim")) with words, and \(missing.count) of them did not reach the client, which got the others")
  }

  /// True where the client got interims; what looks at texts alone, and drops them, passes those in binary frames.
  private var passesInterims: Bool {
    let interims = Set(session.results.filter { $0.value.isFinal == false }.map(\.event))
    let (texts, binary) = session.client.messages.reduce(into: (0, 0)) { counts, message in
      guard interims.contains(message.event) else { return }
      if message.value.isText { counts.0 += 1 } else { counts.1 += 1 }
    }
    guard texts == 0, binary > 0 else { return texts > 0 }
    return !session.client.messages.contains { $0.value.isText } && session.services.allSatisfy { $0.messages.allSatisfy(\.value.isText) }
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

  /// The same interim, over the same stretch of audio, more often than the service sent it. A final may have come as one.
  var repeatedInterims: Entry? {
    var due: [Interim: Int] = [:]
    let timed = session.results.contains { $0.value.isFinal == false && $0.value.start != nil }
    let interims = session.services.flatMap(\.results).filter { $0.value.isFinal == false }
    for sent in interims + flow.reflagged.map(\.service) {
      if let interim = Interim(sent.value, timed: timed) { due[interim, default: 0] += 1 }
    }
    var again: Series<Located<ResultText>> = []
    for got in session.results {
      guard got.value.isFinal == false, let interim = Interim(got.value, timed: timed), let left = due[interim] else { continue }
      if left == 0 { again.append(got) } else { due[interim] = left - 1 }
    }
    guard let first = again.first else { return nil }
    return Entry(
      session, .results, .repeated, .relayToClient, severity: .warning, from: Moment(first, on: .client),
      amount: .init(Double(again.count), "interims"), events: again.prefix(3).map(\.event),
      "\(count(again.count, "interim")) reached the client more often than the service sent \(again.count == 1 ? "it" : "them"): \"\(first.value.text.prefix(40))\""
    )
  }

  private struct Interim: Hashable {
    var words: [String]
    var start: Double?

    /// - Parameter timed: False where the client's copies tell no times.
    init?(_ result: ResultText, timed: Bool) {
      guard !result.text.isEmpty else { return nil }
      words = WordNormalizer.words(result.text)
      start = timed ? result.start : nil
    }
  }

  private func key(_ result: ResultText) -> String { WordNormalizer.words(result.text).joined(separator: " ") }

  /// Results with words that the service never said in this session.
  private var extra: Entry? {
    let known = Set(session.services.flatMap(\.results).flatMap { WordNormalizer.words($0.value.text) })
    let foreign = flow.unmatchedClient.filter { got in
      guard !got.value.text.isEmpty, !session.passage.isAsSent(got.event) else { return false }
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

  /// The same words with other times, on another channel, of another request or, where the relay passes the service's own JSON on, without
  /// their finality; and other words over the same stretch.
  var altered: Entry? {
    guard session.services.count(where: { !$0.results.isEmpty }) < 2 else { return nil }
    let inServiceShape = session.client.eventsInServiceShape
    // A shape of the relay's own may count its times otherwise, but then all of them.
    let keepsTimes = flow.pairs.count { $0.client.value.start != nil && Self.isNear($0) } > flow.retimed.count
    let own: [(pair: ResultFlow.Pair, what: String)] = (flow.retimed + flow.pairs).compactMap { pair in
      let (sent, got) = (pair.service.value, pair.client.value)
      if let a = sent.requestID, let b = got.requestID, a != b { return (pair, "request_id") }
      guard !got.text.isEmpty else { return nil }
      if keepsTimes, let start = got.start, start != sent.start, !Self.isNear(pair) { return (pair, "times") }
      guard inServiceShape.contains(pair.client.event) else { return nil }
      if got.channel != sent.channel { return (pair, "channel") }
      if got.start != sent.start, !Self.isNear(pair) { return (pair, "times") }
      return got.isFinal != sent.isFinal || got.speechFinal != sent.speechFinal ? (pair, "flags") : nil
    }
    let reworded = flow.reworded.filter { !session.passage.isAsSent($0.client.event) }.map { (pair: $0, what: "words") }
    let cut = flow.shortened.filter { $0.client.value.isFinal == true }.map { (pair: $0, what: "words") }
    let all = own + reworded + cut
    guard let first = all.min(by: { $0.pair.client.event < $1.pair.client.event }) else { return shortened ?? nameless }
    return Entry(
      session, .results, .altered, .relayToClient, from: Moment(first.pair.client, on: .client),
      amount: .init(Double(all.count), of: Double(flow.pairs.count + flow.retimed.count + reworded.count), "results"),
      events: [first.pair.service.event, first.pair.client.event],
      sentence(
        "\(count(all.count, "result")) reached the client otherwise than the service sent \(all.count == 1 ? "it" : "them"), ",
        "the first with another \(first.what == "request_id" || first.what == "channel" ? first.what : "set of \(first.what)"): ",
        "\"\(first.pair.client.value.text.prefix(40))\" for \"\(first.pair.service.value.text.prefix(40))\""))
  }

  /// A relay that waits with words that may still change shows them later than it could: worth a warning, the finals have them all.
  private var shortened: Entry? {
    let interims = flow.shortened.filter { $0.client.value.isFinal == false }
    guard let first = interims.first else { return nil }
    return Entry(
      session, .results, .altered, .relayToClient, severity: .warning, from: Moment(first.client, on: .client),
      amount: .init(Double(interims.count), of: Double(flow.pairs.count + interims.count), "results"),
      events: [first.service.event, first.client.event],
      sentence(
        "\(count(interims.count, "interim")) reached the client without the last words that the service had sent in ",
        interims.count == 1 ? "it: " : "them, the first ",
        "\"\(first.client.value.text.prefix(40))\" for \"\(first.service.value.text.prefix(40))\""))
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

  /// Results that others overtook in the relay: a final, or an interim that came behind what settled it.
  var moved: Entry? {
    guard session.services.count(where: { !$0.results.isEmpty }) < 2 else { return nil }
    var latest: Int64 = .min
    var stale: ResultFlow.Pair?
    for (service, pair) in inOrderOfArrival {
      guard let pair, service < latest else {
        latest = max(latest, service)
        continue
      }
      guard pair.service.value.isFinal == true else {
        stale = stale ?? pair
        continue
      }
      return moved(pair, .error)
    }
    return stale.map { moved($0, .warning) }
  }

  /// What is on both hops beyond doubt, as it reached the client: the event at the service, and the result where it says something.
  private var inOrderOfArrival: [(service: Int64, pair: ResultFlow.Pair?)] {
    let results = flow.pairs.filter { !$0.service.value.text.isEmpty || Self.isNear($0) }.map { pair in
      // An interim without a word takes back the words that a client shows; a final without one says nothing.
      let says = !pair.service.value.text.isEmpty || pair.service.value.isFinal == false
      return (client: pair.client.event, service: pair.service.event, pair: says ? pair as ResultFlow.Pair? : nil)
    }
    let metadata = RemarkFlow(from: session.services, to: session.client).pairs.filter { $0.service.value.facts != nil }.map { pair in
      (client: pair.client.event, service: pair.service.event, pair: nil as ResultFlow.Pair?)
    }
    return (results + metadata).sorted { $0.client < $1.client }.map { ($0.service, $0.pair) }
  }

  private func moved(_ pair: ResultFlow.Pair, _ severity: Severity) -> Entry {
    Entry(
      session, .results, .moved, .relayToClient, severity: severity, from: Moment(pair.client, on: .client),
      amount: .init(1, pair.service.value.isFinal == true ? "final" : "interim"), events: [pair.service.event, pair.client.event],
      "\(pair.service.value.isFinal == true ? "a final" : "an interim") reached the client behind what the service sent after it: \"\(pair.client.value.text.prefix(40))\""
    )
  }

  var late: Entry? {
    guard !session.readsSlowly else { return nil }
    let limit = Self.limit + session.travel * 3 / 2
    var latest: Int64 = .min
    let slow = flow.pairs.filter { pair in
      // What others overtook is in the wrong place, and late for that.
      let isOvertaken = pair.service.event < latest
      latest = max(latest, pair.service.event)
      return !isOvertaken && !pair.service.value.text.isEmpty && pair.delay > limit
    }
    guard let first = slow.first, let longest = slow.map(\.delay).max() else { return nil }
    return Entry(
      session, .resultsPace, .late, .relayToClient, severity: .warning, from: Moment(first.service, on: .service),
      amount: .init(Double(slow.count), of: Double(flow.pairs.count), "results"), events: [first.service.event, first.client.event],
      "\(count(slow.count, "result")) reached the client up to \(seconds(longest)) after the service sent \(slow.count == 1 ? "it" : "them")"
    )
  }
}
