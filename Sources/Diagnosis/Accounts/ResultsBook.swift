internal import Speech
internal import Timeline

/// The service's results beside the client's: each once, in order, as it was, in time.
enum ResultsBook {
  static func page(_ session: SessionFacts, _ run: RunFacts) -> Account.Page {
    var page = Account.Page()
    guard session.client.isOpen else { return page }
    let got = session.results
    let sent = Series(session.services.flatMap(\.results))
    func spoken(_ results: Series<Located<ResultText>>, final: Bool) -> Int {
      results.count { !$0.value.text.isEmpty && ($0.value.isFinal == true) == final }
    }
    let sees = run.seesServiceHop
    let isTold = session.tellsFinality || got.isEmpty
    let due = words(spoken(sent, final: true), spoken(sent, final: false), metadata: session.services.count { $0.metadata != nil })
    let came = words(
      isTold ? spoken(got, final: true) : nil, spoken(got, final: false), metadata: session.metadata == nil ? 0 : 1)
    page.lines = [Account.Line(.results, "results with words", into: sees ? due : nil, outOf: came)]
    guard session.unreadable.isEmpty else { return page }
    page.entries = sees ? run.resultEntries(session) : fromOutside(session)
    return page
  }

  /// All that the service said beside all that the client got.
  /// - Parameter passed: Kinds of remarks that some client of the run got.
  static func acrossTheRelay(_ session: SessionFacts, passed: Set<String>) -> [Entry] {
    guard session.unreadable.isEmpty, session.service?.isOpen == true, !session.missedTheEnd else { return [] }
    return ResultsLedger(session).entries + RemarksLedger(session, passed: passed).entries
  }

  /// `2 finals, 9 interims, Metadata`; without finals where nothing tells them from interims.
  private static func words(_ finals: Int?, _ interims: Int, metadata: Int) -> String {
    guard (finals ?? 0) + interims + metadata > 0 else { return "nothing" }
    let told = metadata == 0 ? "no Metadata" : metadata == 1 ? "Metadata" : "\(metadata) × Metadata"
    guard let finals else { return "\(count(interims, "result")), none marked final, \(told)" }
    return "\(count(finals, "final")), \(count(interims, "interim")), \(told)"
  }

  /// What the client alone can miss: words for what was spoken, and the end of them.
  private static func fromOutside(_ session: SessionFacts) -> [Entry] {
    guard let stop = session.stop, session.streamedWhole, !session.triedAnotherStopInVain, let first = session.client.audio.first,
      session.info.audio?.utterances.map({ $0 > 0 }) ?? (session.info.audio?.transcript?.isEmpty == false)
    else { return [] }
    let listened = (session.relayEnded?.at ?? session.listenedUntil) - stop.at
    guard listened > .seconds(2) || session.relayEnded != nil, !session.missedTheEnd else { return [] }
    if !session.hasWords {
      return [
        Entry(
          // A relay may pass finals only: nothing is due before the end.
          session, .results, .missing, .relayToClient, isShown: false, from: Moment(hop: .client, at: stop.at, event: stop.event),
          amount: .init(1, "transcript"), events: [first.event, stop.event, session.relayEnded?.event ?? session.expiredWait?.event],
          "speech was sent to its end, and no word came back in the \(seconds(listened)) after the stop")
      ]
    }
    guard case .cut(let why) = session.drain, let last = session.results.last else { return [] }
    // The last words are due when the client has said that it is over, however long ago the ones before came.
    let due = last.event > stop.event ? Moment(last, on: .client) : Moment(stop, on: .client)
    return [
      Entry(
        session, .results, .missing, .relayToClient, isShown: false, from: due, amount: .init(1, "final"),
        events: [last.event, stop.event, session.relayEnded?.event ?? session.expiredWait?.event], why)
    ]
  }
}
