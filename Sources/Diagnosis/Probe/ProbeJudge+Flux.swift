internal import Speech
internal import Timeline

/// A live session of Flux (`/v2/listen`): TurnInfo in place of Results, and an Error where it fails.
extension ProbeJudge {
  private func said(_ client: HopFacts) -> [JSONValue] {
    zip(client.messages, client.payloads).compactMap { message, bytes in message.value.isJSON ? try? JSONValue(parsing: bytes) : nil }
  }

  /// What was heard: each turn's words as they were said last, one turn behind the other. Nil where no session of Flux was played.
  var fluxWords: String? {
    guard sight.isFlux, let live, live.client.isOpen, !live.client.audio.isEmpty else { return nil }
    var turns: [Int: String] = [:]
    for message in said(live.client) where message["type"]?.string == "TurnInfo" {
      guard let words = message["transcript"]?.string, words.contains(where: \.isLetter) else { continue }
      turns[message["turn_index"]?.integer ?? 0] = words
    }
    return turns.sorted { $0.key < $1.key }.map(\.value).joined(separator: " ")
  }

  func fluxSession() -> Step {
    guard let live, let heard = fluxWords else {
      return Step(ProbeStage(.session, .skipped, "no audio was sent"))
    }
    let took = live.client.response.map { (live.info.endedAt ?? live.lastEventAt) - $0.at }
    let culprit: ProbeBlame.Culprit = isService ? .service : .relay
    let subject = capitalized(who)
    if let failure = said(live.client).first(where: { $0["type"]?.string?.hasSuffix("Error") == true }) {
      let told = [failure["code"]?.string, failure["description"]?.string].compactMap { $0 }.joined(separator: ": ")
      let text = "the service says Error\(told.isEmpty ? "" : ", \(VisibleText.quote(told, limit: 120))")"
      return Step(
        ProbeStage(.session, .failed, text, took: took),
        blaming: ProbeBlame(isService ? .request : .relay, .faulty, "\(isService ? "What was asked for" : subject): \(text)."))
    }
    let close = live.client.close(by: .relay)?.value
    guard !heard.isEmpty else {
      let end = close.map { $0.code == 1000 ? "" : ", and then \($0.text)" } ?? ""
      return Step(
        ProbeStage(.session, .failed, "no words in any TurnInfo\(end)", took: took),
        blaming: ProbeBlame(culprit, .faulty, "\(subject): it hears speech in Flux and says no words\(end)."))
    }
    let wer = live.info.audio?.transcript.flatMap { WordErrorRate.measure(expected: $0, received: heard).wer }
    var remarks: [String] = []
    if let wer, wer > 0.5 { remarks.append("More than half of the words are other ones than were spoken.") }
    if close == nil { remarks.append("It did not close after CloseStream.") }
    if let gap = live.client.sequenceBreaks.first {
      remarks.append("After the message with sequence_id \(gap.previous) the one with \(gap.number) came.")
    }
    let words = "\"\(VisibleText.quote(heard, limit: 80))\""
    return Step(
      ProbeStage(
        .session, remarks.isEmpty ? .good : .doubtful,
        words + (wer.map { ", \(decimal($0 * 100, 0)) % of the words wrong" } ?? ""), took: took, remarks: remarks))
  }
}
