internal import Speech
internal import Timeline

extension HopFacts {
  /// The events of messages in the service's own shape, as they are or inside others.
  var eventsInServiceShape: Set<Int64> { Set(messages.filter(\.value.isServices).map(\.event)) }

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
  var missingFinals: Series<Located<ResultText>> {
    let until = dueUntil
    var changed = LatestAtPlace()
    for got in flow.unmatchedClient where got.value.isFinal != false { changed.add(got) }
    let cut = Set(flow.shortened.map(\.service.event))
    let candidates = flow.unmatchedService.filter { sent in
      guard sent.value.isFinal == true, !sent.value.text.isEmpty, sent.at <= until, !cut.contains(sent.event) else { return false }
      // Other words at the same place: changed, not lost.
      return changed.latest(at: sent.value).map { $0 < sent.at } ?? true
    }
    guard !candidates.isEmpty else { return [] }
    let wanted = candidates.map { WordNormalizer.words($0.value.text) }
    var (single, joined) = (PhraseFinder(wanted), PhraseFinder(wanted))
    let paired = Set(flow.pairs.map(\.client.event))
    for result in results where !paired.contains(result.event) { single.read(WordNormalizer.words(result.value.text), at: result.at) }
    let all = settled.flatMap { WordNormalizer.words($0.value.text) }
    joined.read(all)
    let taken = flow.pairs.filter { $0.service.value.isFinal == true }.reduce(0) { $0 + WordNormalizer.words($1.service.value.text).count }
    return Series(
      zip(candidates, wanted).filter { final, words in
        if let time = single.latest(of: words), time >= final.at { return false }
        // Joined over several messages: there must be more words than those that other finals account for.
        return !(all.count >= taken + words.count && joined.latest(of: words) != nil)
      }.map(\.0))
  }
}
