internal import Speech
internal import Timeline

extension ProbeJudge {
  var firstMessage: (ProbeStage.ID, () -> Step) {
    (
      .firstMessage,
      {
        let usual = isService ? ProbeUsual.firstMessage : nil
        guard let live, let quote = live.client.quotes.first else {
          return Step(ProbeStage(.firstMessage, .failed, "none came", usual: usual?.text))
        }
        // What is said before there is audio answers the opening, not the audio.
        let began = live.client.audio.first.flatMap { $0.at <= quote.at ? $0.at : nil }
        let took = quote.at - (began ?? live.client.response?.at ?? quote.at)
        let isSlow = took > ProbeUsual.firstMessage.most
        return Step(
          ProbeStage(
            .firstMessage, isSlow ? .doubtful : .good,
            "\(VisibleText.quote(quote.value, limit: 60)) (\(began == nil ? "before any audio" : "since the audio began"))", took: took,
            usual: usual?.text))
      }
    )
  }

  var session: (ProbeStage.ID, () -> Step) {
    (
      .session,
      {
        guard let diagnosis, let result = diagnosis.sessions.first else {
          return Step(ProbeStage(.session, .unreached, "not reached: the probe was ended before it"))
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
    )
  }

  private func blame(_ finding: Finding) -> ProbeBlame {
    let culprit: ProbeBlame.Culprit =
      switch finding.party {
      case .service: .service
      case .relay: .relay
      case .network: .network
      case .client, .sttcheck: .request
      }
    let sure = finding.certainty == .suspected ? ", probably" : ""
    return ProbeBlame(
      culprit, .faulty, "\(capitalized(culprit.title))\(sure): it lets clients in, and then the session fails. \(finding.summary)",
      remedy: finding.remedy)
  }

  func sentWhole(after steps: [Step]) -> Step {
    guard let oneShot else { return Step(ProbeStage(.oneShot, whyNotSentWhole(steps).0, whyNotSentWhole(steps).1)) }
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
        return Step(ProbeStage(.oneShot, .unreached, "not reached: the probe was ended before it"))
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
    let isDoubtful = (took ?? 0) > usual.most || (oneShot.wer ?? 0) > 0.3
    return Step(
      ProbeStage(
        .oneShot, isDoubtful ? .doubtful : .good,
        "POST → \(response.status): \"\(VisibleText.quote(oneShot.transcript ?? "", limit: 80))\"\(wer)", took: took, usual: usual.text))
  }

  private func whyNotSentWhole(_ steps: [Step]) -> (ProbeStage.Status, String) {
    if !sight.hasOneShot { return (.skipped, isService ? "no place for it" : "the profile names no `one_shot` URL") }
    if let failed = steps.first(where: { $0.stage.status == .failed && $0.stage.id != .session && $0.stage.id != .firstMessage })?.stage {
      return (.unreached, "not reached: \(failed.id.rawValue) failed")
    }
    return sight.hasKey
      ? (.unreached, "not reached: the probe was ended before it") : (.unreached, "not reached: without a key nobody is let in")
  }
}
