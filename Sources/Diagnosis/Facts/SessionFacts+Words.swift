internal import Speech
internal import Timeline

extension HopFacts {
  /// How the message that an event begins was laid out.
  func shape(of event: Int64) -> MessageShape? { messages.first { $0.event == event }?.value.shape }

  /// True where the relay passes the service's own JSON on: what it leaves out or changes there is no matter of taste.
  var keepsServiceShape: Bool {
    let own = messages.filter {
      if case .result = $0.value.kind { return true }
      return false
    }
    return !own.isEmpty && own.allSatisfy { $0.value.shape == .deepgram }
  }
}

extension [String] {
  /// True where these words stand one after the other in others.
  func stand(in words: [String]) -> Bool {
    guard count <= words.count else { return false }
    guard let head = first else { return true }
    return (0...(words.count - count)).contains { start in
      words[start] == head && words[start..<(start + count)].elementsEqual(self)
    }
  }
}

extension SessionFacts {
  /// Finals of the service that the relay had the time to pass on, and whose words never came in any message after them: not as they were,
  /// not joined with others, not in another shape.
  var missingFinals: [Located<ResultText>] {
    let until = dueUntil
    let candidates = flow.unmatchedService.filter { sent in
      guard sent.value.isFinal == true, !sent.value.text.isEmpty, sent.at <= until else { return false }
      // Other words at the same place: changed, not lost.
      return !flow.unmatchedClient.contains { got in
        guard let start = got.value.start, let other = sent.value.start, got.value.isFinal != false else { return false }
        return abs(start - other) < 0.02 && got.value.channel == sent.value.channel && got.at >= sent.at
      }
    }
    guard !candidates.isEmpty else { return [] }
    let all = settled.flatMap { WordNormalizer.words($0.value.text) }
    let taken = flow.pairs.filter { $0.service.value.isFinal == true }.flatMap { WordNormalizer.words($0.service.value.text) }.count
    return candidates.filter { final in
      let words = WordNormalizer.words(final.value.text)
      let later = results.filter { $0.at >= final.at }
      if later.contains(where: { words.stand(in: WordNormalizer.words($0.value.text)) && !isPaired($0) }) { return false }
      // Joined over several messages: there must be more words than those that other finals account for.
      return !(all.count >= taken + words.count && words.stand(in: all))
    }
  }

  private func isPaired(_ result: Located<ResultText>) -> Bool { flow.pairs.contains { $0.client.event == result.event } }

  /// True where two sessions went on at the same time.
  func overlaps(_ other: SessionFacts) -> Bool {
    guard info.number != other.info.number else { return false }
    return client.begun < other.lastEventAt && other.client.begun < lastEventAt
  }
}
