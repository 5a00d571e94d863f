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
    guard !sight.isFlux else {
      return Step(ProbeStage(.session, .skipped, "Flux is another protocol, and no session of it is played here"))
    }
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
    let culprit: ProbeBlame.Culprit =
      switch finding.party {
      case .service: .service
      case .relay: .relay
      case .network: .network
      case .client, .sttcheck: .request
      }
    let close = live?.client.close(by: .relay)?.value
    if let close, finding.rule == "service-refused", let status = ServiceRefused.status(in: close.reason) {
      return refusedByService(status, VisibleText.quote(close.reason, limit: 160))
    }
    let sure = finding.certainty == .suspected ? ", probably" : ""
    return ProbeBlame(
      culprit, .faulty, "\(capitalized(culprit.title))\(sure): the session opens, and then fails. \(finding.summary)",
      remedy: finding.remedy)
  }

  func sentWhole(after steps: [Step]) -> Step {
    guard let oneShot else { return Step(notSentWhole(steps)) }
    let usual = ProbeUsual.oneShot
    let took = oneShot.took
    if let failure = oneShot.failure?.value {
      let isCut = failure.stage == .handshake
      return Step(
        ProbeStage(.oneShot, .failed, "POST got no answer: \(failure.code): \(failure.text)", usual: usual.text),
        blaming: ProbeBlame(
          isCut ? (isService ? .service : .relay) : .network, isCut ? .faulty : .unreachable,
          "\(isCut ? capitalized(who) : "The network"): a recording sent whole gets no answer (\(failure.code)).\(isCut ? "" : " \(failure.text).")"
        ))
    }
    guard let response = oneShot.response?.value, oneShot.succeeded else {
      guard let response = oneShot.response?.value else {
        return Step(Self.ended(.oneShot))
      }
      return Step(
        ProbeStage(.oneShot, .failed, "POST → \(Self.words(response))", took: took, usual: usual.text),
        blaming: refused(response, asked: oneShot.request?.value.target ?? "/"))
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

  private func notSentWhole(_ steps: [Step]) -> ProbeStage {
    guard sight.hasOneShot else {
      return ProbeStage(.oneShot, .skipped, isService ? "there is none in Flux" : "the profile names no `one_shot` URL")
    }
    let way = steps.prefix { $0.stage.id != .firstMessage }
    return way.first { $0.stage.status == .failed }.map { Self.unreached(.oneShot, behind: $0.stage) } ?? unopened(.oneShot)
  }
}
