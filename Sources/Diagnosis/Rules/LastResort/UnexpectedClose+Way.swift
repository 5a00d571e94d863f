internal import Speech
internal import Timeline

/// A session whose way broke: nothing goes through any more, and nobody ended anything.
extension UnexpectedClose {
  /// Both hops are there, and nothing goes from one to the other any more.
  func standstill(_ session: SessionFacts, _ still: SessionFacts.Standstill) -> Finding {
    finding(
      session, .suspected, party: .network, cause: "nothing went through any more in mid-stream",
      summary: sentence(
        "After \(seconds(still.last.at)) nothing of the client's reached the service",
        still.unsaid == nil ? ", its Close got no answer" : ", and nothing of the service's the client",
        ", though nobody had ended a connection: the way to the relay or from it is cut, or the relay hangs."),
      events: [still.last.event, still.unheard, still.unsaid ?? 0, still.unanswered ?? 0],
      evidence: "the last that came through at \(seconds(still.last.at)); nothing in the \(seconds(still.until - still.last.at)) after it",
      alternatives: Self.unlessItLives("audio-lost-at-end", "close-stream-missing", "relay-crashed"))
  }

  /// The first final of the service's that it sent when nothing of the relay's came to it any more, not even an answer to its Close.
  static func lostOnTheWay(_ session: SessionFacts) -> Located<ResultText>? {
    guard let service = session.service, session.isCloseUnanswered(on: service), session.relayEnded == nil,
      let last = service.lastSign(before: .max)
    else { return nil }
    return service.finals.first { $0.at > last.at && !$0.value.text.isEmpty }
  }

  func cutOff(_ session: SessionFacts, _ lost: Located<ResultText>) -> Finding {
    let close = session.service?.close(by: .service)
    return finding(
      session, .suspected, party: .network, cause: "the way between relay and service broke before the last words",
      summary: sentence(
        "The service sent \"\(lost.value.text.prefix(40))\" at \(seconds(lost.at)), and closed; the relay answered neither, and nothing of it ",
        "reached the client: the way between the two is cut, or the relay hangs."),
      events: [lost.event, close?.event ?? 0, session.expiredWait?.event ?? 0],
      evidence: "the final at \(seconds(lost.at)), the service's Close at \(seconds(close?.at ?? lost.at)), neither answered",
      alternatives: Self.unlessItLives("results-dropped", "close-not-relayed", "relay-crashed"))
  }

  /// One of the sessions in which several things are missing, all of them from when on nothing more of the relay's came to its service.
  /// - Parameters:
  ///   - last: The last event that shows that anything went through.
  ///   - rules: What else each of them may be.
  func cutBehind(_ session: SessionFacts, _ last: Int64, inPlaceOf rules: [String]) -> Finding {
    let service = session.serviceLeftOpen
    let close = service?.close(by: .service)
    return finding(
      session, .suspected, party: .network, cause: "nothing went through any more between relay and service",
      summary: sentence(
        "From some moment on nothing of the relay's came to the service any more",
        close == nil ? "" : ", not even an answer to its Close",
        ", and nothing that the service said then reached the client: the way between the two is cut, or the relay hangs."),
      events: [last, close?.event ?? 0, session.expiredWait?.event ?? 0],
      evidence: sentence(
        "the last of the relay's on the service hop at \(moment(service?.lastSign(before: .max)?.at))",
        close.map { ", the service's Close at \(seconds($0.at)), unanswered" } ?? ""),
      alternatives: Self.unlessItLives(rules + ["relay-crashed"]))
  }

  private static func unlessItLives(_ rules: String...) -> [Alternative] { unlessItLives(rules) }

  private static func unlessItLives(_ rules: [String]) -> [Alternative] {
    rules.map {
      Alternative(
        rule: $0, separateBy: .look("whether the relay still lives: its log and its CPU at that time; does the next session get in?"))
    }
  }
}
