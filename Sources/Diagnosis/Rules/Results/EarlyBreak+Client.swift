internal import Speech
internal import Timeline

/// A client of others that leaves at its first final: of scripted ones it is known what they do.
extension EarlyBreak {
  /// So long before the client left the final may have come, and its last audio may have gone out.
  private static let atOnce = Nanoseconds.milliseconds(250)

  /// A session of which nothing is recorded behind its first final, though its client was still speaking: in a source without ends nobody can tell who left.
  func overUnseen(_ session: SessionFacts, in run: RunFacts) -> Finding? {
    let finals = session.settled.filter { !$0.value.text.isEmpty }
    guard session.isOverUnseen(in: run), finals.count == 1, let final = finals.first, let last = session.client.audio.last,
      session.lastEventAt - final.at < Self.atOnce, abs(last.at - final.at) < Self.atOnce
    else { return nil }
    return finding(
      session, .suspected, party: .relay, cause: "the session is over at its first final",
      summary: sentence(
        "Nothing is recorded behind the first final, though the client was still sending audio and had not said stop. Most likely the relay closed there. ",
        "The source does not record who ended the connection: it may have been the client."),
      events: [final.event, last.event],
      evidence: "first final at \(seconds(final.at)), last audio at \(seconds(last.at)), \(sentText(session)) sent by then",
      alternatives: [Alternative(rule: "unexpected-close", separateBy: seeServiceHop("who closed first"))])
  }

  func leftByClients(_ run: RunFacts) -> [Finding] {
    run.run.origin.isScripted ? [] : run.sessions.compactMap { leftByClient($0) }
  }

  private func leftByClient(_ session: SessionFacts) -> Finding? {
    let finals = session.settled.filter { !$0.value.text.isEmpty }
    guard finals.count == 1, let final = finals.first, let left = session.clientLeft, let last = session.client.audio.last else {
      return nil
    }
    // It was still speaking, and had not said that it was done.
    guard (0..<Self.atOnce).contains(left - final.at), left - last.at < Self.atOnce, session.client.controls.allSatisfy({ $0.at < last.at })
    else {
      return nil
    }
    return finding(
      session, .proven, party: .client, cause: "the client left at its first final",
      summary:
        "The client left \(seconds(left - final.at)) after its first final, while it was still sending audio and without a stop: what it sent after the words of that final was never heard.",
      events: [final.event, last.event, session.client.close(by: .client)?.event ?? session.client.end?.event ?? 0],
      evidence: "first final at \(seconds(final.at)), last audio at \(seconds(last.at)), the client gone at \(seconds(left))",
      remedy: sentence(
        "In the client, go on after a final: one utterance has several, and a session many. ",
        "Leave when the stop was said and the relay closes."))
  }
}
