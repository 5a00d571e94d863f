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
    page.lines = [
      Account.Line(
        .results, "finals with words", into: sees ? "\(spoken(sent, final: true))" : nil,
        outOf: session.tellsFinality || got.isEmpty ? "\(spoken(got, final: true))" : "\(spoken(got, final: false)) (nothing says final)"),
      Account.Line(
        .results, "interims with words", into: sees ? "\(spoken(sent, final: false))" : nil,
        outOf: session.tellsFinality || got.isEmpty ? "\(spoken(got, final: false))" : nil),
      Account.Line(
        .results, "Metadata", into: sees ? "\(session.services.count { $0.metadata != nil })" : nil,
        outOf: session.metadata == nil ? "0" : "1"),
    ]
    guard session.unreadable.isEmpty else { return page }
    page.entries = sees ? ResultsLedger(session).entries : fromOutside(session)
    return page
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
          session, .results, .missing, .relayToClient, isShown: false, from: Moment(hop: .client, at: first.at, event: first.event),
          amount: .init(1, "transcript"), events: [first.event, stop.event, session.relayEnded?.event ?? session.expiredWait?.event],
          "speech was sent to its end, and no word came back in the \(seconds(listened)) after the stop")
      ]
    }
    guard case .cut(let why) = session.drain, let last = session.results.last else { return [] }
    return [
      Entry(
        session, .results, .missing, .relayToClient, isShown: false, from: Moment(last, on: .client), amount: .init(1, "final"),
        events: [last.event, stop.event, session.relayEnded?.event ?? session.expiredWait?.event], why)
    ]
  }
}
