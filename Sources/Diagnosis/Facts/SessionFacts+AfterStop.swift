internal import Speech
internal import Timeline

extension SessionFacts {
  /// The relay's end of the stream, where that is what a missing final is missing behind: everything that the service said up to it reached
  /// the client, nothing after it did, and the relay was there to pass it on. Nil otherwise.
  func lastWordBefore(_ missing: Located<ResultText>) -> Located<HopFacts.Control>? {
    guard let service, let end = service.endOfStream(), end.event < missing.event else { return nil }
    // What the service sends as the end arrives crosses with it.
    let crossing = end.at + .milliseconds(100)
    guard !flow.unmatchedService.contains(where: { $0.at < end.at && !$0.value.text.isEmpty }), !flow.pairs.isEmpty else { return nil }
    guard !flow.pairs.contains(where: { $0.service.at > crossing }) else { return nil }
    // Where the last that came is a final with words, it may be the final that the relay stopped at.
    guard flow.pairs.max(by: { $0.service.at < $1.service.at })?.service.value.isFinal == false else { return nil }
    guard let lastWord = service.messages.last, !client.messages.contains(where: { $0.at >= lastWord.at }) else { return nil }
    return end
  }
}
