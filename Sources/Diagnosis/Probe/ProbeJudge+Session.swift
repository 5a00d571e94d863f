internal import Speech
internal import Timeline

extension ProbeJudge {
  func firstMessage() -> Step {
    let known = ProbeUsual.Time(most: ProbeUsual.firstMessage.most, text: sight.isFlux ? "at once" : ProbeUsual.firstMessage.text)
    guard let live, let quote = live.client.quotes.first else {
      guard !sight.recording.run.interrupted else { return Step(Self.ended(.firstMessage)) }
      let silence = "\(capitalized(who)): it lets clients in and says nothing, where Flux greets at once with Connected."
      return Step(
        ProbeStage(.firstMessage, .failed, "none came", usual: known.text),
        blaming: sight.isFlux ? ProbeBlame(isService ? .service : .relay, .faulty, silence) : nil)
    }
    // What is said before there is audio answers the opening, not the audio.
    let began = live.client.audio.first.flatMap { $0.at <= quote.at ? $0.at : nil }
    let took = quote.at - (began ?? live.client.response?.at ?? quote.at)
    let name = (try? JSONValue(parsing: quote.value))?["type"]?.string.map { VisibleText.quote($0, limit: 60) }
    let what = name ?? VisibleText.quote(quote.value, limit: 60)
    return Step(.passed(.firstMessage, "\(what), \(began == nil ? "before any audio" : "since the audio began")", took: took, known))
  }

  func session() -> Step {
    guard !sight.isFlux else { return fluxSession() }
    guard let diagnosis, let result = diagnosis.sessions.first else {
      return Step(Self.ended(.session))
    }
    let took = result.info.endedAt.flatMap { end in live?.client.response.map { end - $0.at } }
    let heard = result.transcript.map { $0.isEmpty ? "no words" : "\"\(VisibleText.quote($0, limit: 80))\"" } ?? "no words"
    let figures = [
      result.wer.map { "\(decimal($0 * 100, 0)) % of the words wrong" },
      result.interimLatency.map { "interims \(seconds($0.p50)) behind" },
    ].compactMap { $0 }
    let text = ([heard] + figures).joined(separator: ", ")
    let others = diagnosis.rootCauses.map(\.finding)
    switch diagnosis.verdict {
    case .healthy:
      return Step(ProbeStage(.session, others.isEmpty ? .good : .doubtful, text, took: took, remarks: others.map(\.summary)))
    case .inconclusive: return Step(ProbeStage(.session, .doubtful, text, took: took, remarks: [diagnosis.headline]))
    case .faulty, .unreachable:
      return Step(
        ProbeStage(.session, .failed, "\(diagnosis.headline) (\(text))", took: took, remarks: others.dropFirst().map(\.summary)),
        blaming: others.first.map(blame))
    }
  }

  private func blame(_ finding: Finding) -> ProbeBlame {
    let (culprit, subject): (ProbeBlame.Culprit, String) =
      switch finding.party {
      case .service: (.service, "The service")
      case .relay: (.relay, "The relay")
      case .network: (.network, "The network")
      case .client, .sttcheck: (.request, "What was asked for")
      }
    let close = live?.client.close(by: .relay)?.value
    if let close, finding.rule == "service-refused", let status = ServiceRefused.status(in: close.reason) {
      return refusedByService(status, VisibleText.quote(close.reason, limit: 160))
    }
    let sure = finding.certainty == .suspected ? ", probably" : ""
    return ProbeBlame(
      culprit, .faulty, "\(subject)\(sure): the session opens, and then fails. \(finding.summary)", remedy: finding.remedy)
  }

  func sentWhole(after steps: [Step]) -> Step {
    guard let oneShot else { return Step(notSentWhole(steps)) }
    let usual = ProbeUsual.oneShot
    let took = oneShot.took
    if let failure = oneShot.failure?.value {
      return Step(
        ProbeStage(.oneShot, .failed, "POST got no answer: \(failure.code): \(failure.text)", usual: usual.text), blaming: unheard(failure))
    }
    guard let response = oneShot.response?.value, oneShot.succeeded else {
      guard let response = oneShot.response?.value else {
        return Step(Self.ended(.oneShot))
      }
      return Step(
        ProbeStage(.oneShot, .failed, "POST → \(Self.words(response))", took: took, usual: usual.text),
        blaming: notTakenWhole(response))
    }
    guard oneShot.hasWords else {
      return Step(
        ProbeStage(
          .oneShot, .failed, "POST → \(response.status) without a word: \(VisibleText.quote(response.body, limit: 80))", took: took,
          usual: usual.text),
        blaming: ProbeBlame(
          isService ? .service : .relay, .faulty, "\(capitalized(who)): it takes the recording and hears nothing in clear speech."))
    }
    let wer = oneShot.wer.map { ", \(decimal($0 * 100, 0)) % of the words wrong" } ?? ""
    let heard = "POST → \(response.status): \"\(VisibleText.quote(oneShot.transcript ?? "", limit: 80))\"\(wer)"
    return Step(.passed(.oneShot, heard, took: took, usual, isDoubtful: (oneShot.wer ?? 0) > 0.3))
  }

  /// A recording sent whole was answered with something else than its words.
  private func notTakenWhole(_ response: ResponseHead) -> ProbeBlame {
    guard isService || RefusalWords(response).isTheServices else {
      return ProbeBlame(.relay, .faulty, "The relay: it answers a recording sent whole with \(Self.status(response)).")
    }
    var blame = refused(response, asked: oneShot?.request?.value.target ?? "/")
    // Somebody is there: the live session shows it.
    if live?.client.isOpen == true { blame.verdict = .faulty }
    return blame
  }

  /// A recording sent whole got no answer at all.
  private func unheard(_ failure: ConnectionFailure) -> ProbeBlame {
    let isTheirs = failure.stage == .handshake || (failure.code == "ECONNREFUSED" && !isFar)
    return ProbeBlame(
      isTheirs ? isService ? .service : .relay : .network, live?.client.isOpen == true ? .faulty : .unreachable,
      "\(isTheirs ? capitalized(who) : "The network"): a recording sent whole gets no answer (\(failure.code): \(failure.text)).")
  }

  private func notSentWhole(_ steps: [Step]) -> ProbeStage {
    guard sight.hasOneShot else {
      return ProbeStage(.oneShot, .skipped, isService ? "there is none in Flux" : "the profile names no `one_shot` URL")
    }
    if live?.client.isOpen == true, !sight.hasKey { return ProbeStage(.oneShot, .skipped, "not tried: no key was given") }
    let way = steps.prefix { $0.stage.id != .firstMessage }
    return way.first { $0.stage.status == .failed }.map { Self.unreached(.oneShot, behind: $0.stage) } ?? unopened(.oneShot)
  }
}
