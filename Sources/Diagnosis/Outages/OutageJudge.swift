internal import Speech
internal import Timeline

/// What the relay did wrong where the service was made to fail, under the ids of the catalogue.
///
/// One place for all rules, so that each case gets one name: never told, told wrongly, told late, dialled again badly, left behind.
struct OutageJudge {
  let outage: Outage
  let run: RunFacts

  private var session: SessionFacts { outage.session }

  /// The findings of a rule about all sessions in which the service was made to fail.
  static func findings(of rule: any Rule, _ run: RunFacts) -> [Finding] {
    guard run.seesServiceHop else { return [] }
    return run.outages.filter(\.isJudged).flatMap { OutageJudge(outage: $0, run: run).findings(of: rule) }
  }

  private func findings(of rule: any Rule) -> [Finding] {
    let found: Finding? =
      switch rule.id {
      case "service-refusal-hidden": refusalHidden(rule)
      case "service-hang-unnoticed": hangUnnoticed(rule)
      case "close-not-relayed": closeNotRelayed(rule)
      case "failure-told-as-success": toldAsSuccess(rule)
      case "close-code-lost": wordsLost(rule)
      case "audio-swallowed": swallowed(rule)
      case "redial-storm": storm(rule)
      case "service-key-leaked": keyLeaked(rule)
      case "service-hop-left-open": leftOpen(rule)
      case "relay-crashed": crashed(rule)
      case "audio-lost": lostBetween(rule)
      case "results-duplicated": doubled(rule)
      case "results-altered": unshifted(rule)
      default: nil
      }
    return found.map { [$0] } ?? []
  }

  /// Whether the client was neither told nor served again, though it stayed for so long. Whoever dials without end comes to no word: that is
  /// the name for it.
  private func wasLeftAlone(for patience: Nanoseconds) -> Bool {
    !session.readsSlowly && outage.stormPauses == nil && outage.told == nil && outage.recovery == nil
      && outage.listenedUntil - outage.due.at > patience + session.travel
  }

  private func finding(_ rule: any Rule, cause: String, summary: String, events: [Int64?], evidence: String) -> Finding {
    rule.finding(
      session, .proven, party: .relay, cause: cause, summary: summary,
      events: ([outage.shown?.event ?? outage.began.event] + events).compactMap { $0 }, evidence: evidence)
  }

  /// What the client was told, where it was reading.
  private var told: Outage.Told? { session.readsSlowly ? nil : outage.told }

  private var did: String { outage.misbehaviour.text }
  private var waited: String { seconds(outage.listenedUntil - outage.due.at) }

  // MARK: Told or not

  private func refusalHidden(_ rule: any Rule) -> Finding? {
    guard let status = outage.misbehaviour.kind.refusal, outage.recovery == nil else { return nil }
    if let told {
      guard told.truth == .bare || told.truth == .success else { return nil }
      return finding(
        rule, cause: "the service's refusal (\(status)) kept from the client",
        summary: "The service refused the relay with \(status), and all that the client got was \(told.text).", events: [told.event],
        evidence: "\(did); the client: \(told.text) at \(seconds(told.at))")
    }
    guard wasLeftAlone(for: Outage.patience) else { return nil }
    return finding(
      rule, cause: "the service's refusal (\(status)) kept from the client",
      summary: "The service refused the relay with \(status), and in the \(waited) after it the client heard nothing of it.",
      events: [session.expiredWait?.event], evidence: "\(did); nothing for the client in \(waited)")
  }

  private func hangUnnoticed(_ rule: any Rule) -> Finding? {
    guard outage.misbehaviour.kind.isSilent, wasLeftAlone(for: Outage.silencePatience) else { return nil }
    let inHandshake = outage.misbehaviour.kind == .hangInHandshake
    return finding(
      rule, cause: "the relay waits for a service that says nothing any more",
      summary: sentence(
        inHandshake
          ? "The service took the relay's connection and never answered its handshake"
          : "The service took the audio and said nothing any more",
        "; in the \(waited) ", inHandshake ? "after that" : "after \(session.stop == nil ? "that" : "the client's stop")",
        " the relay neither gave up nor told its client."),
      events: [outage.due.event, session.expiredWait?.event], evidence: "\(did); nothing for the client in \(waited)")
  }

  private func closeNotRelayed(_ rule: any Rule) -> Finding? {
    let kind = outage.misbehaviour.kind
    guard !kind.isSilent, kind.refusal == nil, wasLeftAlone(for: Outage.patience) else { return nil }
    let audio = outage.audioForNobody
    return finding(
      rule, cause: "the end of the service's connection was never told to the client",
      summary: sentence(
        "\(capitalized(did)); in the \(waited) after it the relay neither told its client nor ended the connection.",
        audio > 0.5 ? " It went on taking \(decimal(audio, 1)) s of audio that had nowhere to go." : ""),
      events: [session.expiredWait?.event], evidence: "\(did) at \(seconds(outage.began.at)); nothing for the client in \(waited)")
  }

  private func toldAsSuccess(_ rule: any Rule) -> Finding? {
    guard outage.misbehaviour.kind.refusal == nil, let told, told.truth == .success else { return nil }
    // Who leaves in the moment in which a silence begins has not noticed it: it left for a reason of its own.
    guard !outage.misbehaviour.kind.isSilent || told.at - outage.began.at > .seconds(1) else { return nil }
    return finding(
      rule, cause: "the service's failure told to the client as a normal end",
      summary: "\(capitalized(did)), and the client was told \(told.text): to it the conversation came to its end in good order.",
      events: [told.event], evidence: "\(did); the client: \(told.text) at \(seconds(told.at))")
  }

  private func wordsLost(_ rule: any Rule) -> Finding? {
    guard outage.misbehaviour.kind.refusal == nil, let told, told.truth == .bare else { return nil }
    return finding(
      rule, cause: "the client is told that it is over, and not why",
      summary: "\(capitalized(did)), and the client got \(told.text), without a word of it.", events: [told.event],
      evidence: "\(did); the client: \(told.text) at \(seconds(told.at))")
  }

  private func swallowed(_ rule: any Rule) -> Finding? {
    let audio = outage.audioForNobody
    guard audio > 2, let told, outage.shown != nil else { return nil }
    return finding(
      rule, cause: "\(decimal(audio, 1)) s of audio taken after the service was gone",
      summary: sentence(
        "\(capitalized(did)); the relay went on taking \(decimal(audio, 1)) s of audio for nobody, and told its client ",
        "\(seconds(told.at - outage.due.at)) later: \(told.text)."),
      events: [told.event],
      evidence: "gone at \(seconds(outage.due.at)), told at \(seconds(told.at)), \(decimal(audio, 1)) s of audio between")
  }

  // MARK: Dialled again

  private func storm(_ rule: any Rule) -> Finding? {
    guard let pauses = outage.stormPauses, let first = pauses.first, let last = pauses.last else { return nil }
    let dials = session.services.filter { $0.begun >= (outage.failed?.begun ?? 0) }
    return finding(
      rule, cause: "the relay dials a failing service again and again without waiting longer",
      summary:
        "The relay dialled the service \(dials.count) times in \(seconds(pauses.reduce(0, +))), \(seconds(first)) after the first attempt and still \(seconds(last)) before the last.",
      events: dials.compactMap { $0.request?.event }.prefix(8).map { $0 },
      evidence: "\(dials.count) attempts, \(seconds(pauses.min() ?? 0)) to \(seconds(pauses.max() ?? 0)) apart")
  }

  private func lostBetween(_ rule: any Rule) -> Finding? {
    guard let lost = outage.lostBetween, let restart = outage.restart, let recovery = outage.recovery else { return nil }
    return finding(
      rule, cause: "\(decimal(lost, 1)) s of audio lost between two connections to the service",
      summary: sentence(
        "The relay dialled again and went on at \(decimal(restart.resumed, 1)) s of the client's audio. The finals of the connection before reach ",
        "to \(decimal(restart.settled, 1)) s: the \(decimal(lost, 1)) s between were neither sent again nor was the client told."),
      events: [recovery.request?.event, recovery.audio.first?.event],
      evidence: "finals to \(decimal(restart.settled, 1)) s, then audio from \(decimal(restart.resumed, 1)) s on")
  }

  private func doubled(_ rule: any Rule) -> Finding? {
    let words = outage.wordsTwice
    guard words > 0, let final = outage.firstFinalAfter else { return nil }
    return finding(
      rule, cause: "words said twice after the relay dialled again",
      summary: "After the relay had dialled again, \(count(words, "word")) came to the client that it had already, or that nobody said.",
      events: [final.event, outage.recovery?.audio.first?.event], evidence: "the first final after it at \(seconds(final.at))")
  }

  private func unshifted(_ rule: any Rule) -> Finding? {
    guard let times = outage.unshifted, let restart = outage.restart else { return nil }
    return finding(
      rule, cause: "times begin again at 0 after the relay dialled again",
      summary: sentence(
        "The second connection to the service begins at \(decimal(restart.resumed, 1)) s of the client's audio and counts from 0; the relay passes its ",
        "times on as they are (\(decimal(times.got.value.start ?? 0, 2)) s)."),
      events: [times.sent.event, times.got.event],
      evidence: "a result at \(decimal(times.sent.value.start ?? 0, 2)) s of the second connection, at the same time for the client")
  }

  // MARK: What is left

  private func keyLeaked(_ rule: any Rule) -> Finding? {
    guard let shown = session.notes.first(where: { $0.value.code == .keyShown }) else { return nil }
    return finding(
      rule, cause: "the relay shows its client the key that it has for the service",
      summary: "\(capitalized(did)), and what the relay told its client of it has the relay's own key for the service in it.",
      events: [shown.event], evidence: "the key stands in what came to the client at \(seconds(shown.at)) (it is not shown here)")
  }

  private func leftOpen(_ rule: any Rule) -> Finding? {
    guard let left = outage.leftOpen.first, let gone = outage.clientGone else { return nil }
    return finding(
      rule, cause: "service connection left open by the relay",
      summary:
        "The client was gone at \(seconds(gone)), and the relay kept a connection to the service that was made to fail: neither CloseStream nor Close nor its end.",
      events: [left.request?.event, left.lastFrame],
      evidence: "the client's end at \(seconds(gone)); connection \(left.connection) open after it")
  }

  private func crashed(_ rule: any Rule) -> Finding? {
    let died = session.notes.first { $0.value.code == .relayDied }
    let turnedAway = outage.next.flatMap { next in next.client.isOpen || next.interrupted ? nil : next }
    guard died != nil || turnedAway != nil else { return nil }
    let how = died.map(\.value.text) ?? "the next client, in session \(turnedAway?.info.number ?? 0), was not let in"
    return finding(
      rule, cause: "the relay does not outlive a failure of the service", summary: "\(capitalized(did)); \(how).",
      events: [died?.event, turnedAway?.client.failure?.event ?? turnedAway?.client.response?.event ?? turnedAway?.client.request?.event],
      evidence: "\(did) at \(seconds(outage.began.at)); \(how)")
  }
}
