package import Speech
package import Timeline

/// Which of the service's results reached the client, and when: by times where the relay keeps them, else by the words.
///
/// A relay may give messages another shape, leave out empty ones and interims, or join several finals: what has no counterpart is not
/// yet lost, it only has to be looked for in the words as a whole.
package struct ResultFlow: Sendable {
  /// One result on both hops.
  package struct Pair: Sendable {
    package var service: Located<ResultText>
    package var client: Located<ResultText>
    /// From the service's sending to the client's getting it.
    package var delay: Nanoseconds { client.at - service.at }
  }

  /// In the order in which they reached the client.
  package private(set) var pairs: Series<Pair> = []
  /// The same words under other times: where a relay keeps the service's own shape, it has changed them.
  package private(set) var retimed: Series<Pair> = []
  /// The same words over the same stretch of audio, with `is_final` or `speech_final` changed: among the pairs where only the latter is.
  package private(set) var reflagged: Series<Pair> = []
  /// Other words over the very same stretch of audio, or the same words in another order; these stand among the unmatched of both hops too.
  package private(set) var reworded: Series<Pair> = []
  /// Results without their last words, where the client's copies tell no stretch of audio; these too stand among the unmatched.
  package private(set) var shortened: Series<Pair> = []
  /// What the service sent and the client did not get as it was.
  package private(set) var unmatchedService: Series<Located<ResultText>> = []
  /// What the client got and the service did not send so.
  package private(set) var unmatchedClient: Series<Located<ResultText>> = []

  init(from service: Series<Located<ResultText>>, to client: Series<Located<ResultText>>) {
    var index = ResultIndex(service)
    var left: Series<(Located<ResultText>, ResultSignature)> = []
    for got in client {
      let wanted = ResultSignature(got.value)
      if let found = index.take(wanted, until: got.at) {
        pairs.append(Pair(service: service[found], client: got))
      } else {
        left.append((got, wanted))
      }
    }
    reflagged = Series(
      pairs.filter { pair in
        guard let sent = pair.service.value.speechFinal, let got = pair.client.value.speechFinal else { return false }
        return sent != got
      })
    let guesses = left.isEmpty ? [] : Self.saidAgain(in: client)
    for (got, wanted) in left {
      if let found = index.takeButForFlags(wanted, until: got.at) {
        reflagged.append(Pair(service: service[found], client: got))
      } else if guesses.contains(got.event), let found = index.takeAsGuess(wanted, until: got.at) {
        reflagged.append(Pair(service: service[found], client: got))
      } else if let found = index.takeButForTimes(wanted, until: got.at) {
        retimed.append(Pair(service: service[found], client: got))
      } else {
        unmatchedClient.append(got)
      }
    }
    unmatchedService = Series(index.left.map { service[$0] })
    reworded = Self.reworded(unmatchedService, unmatchedClient)
    shortened = Self.shortened(unmatchedService, unmatchedClient, but: Set(reworded.map(\.client.event)))
  }

  /// Finals without times whose words the next one begins with: they settled nothing.
  private static func saidAgain(in client: Series<Located<ResultText>>) -> Set<Int64> {
    var again: Set<Int64> = []
    var next: [String] = []
    for final in client.reversed() where final.value.isFinal == true && final.value.start == nil && !final.value.text.isEmpty {
      let words = WordNormalizer.words(final.value.text)
      if next.count > words.count, next.starts(with: words) { again.insert(final.event) }
      next = words
    }
    return again
  }

  private static func shortened(
    _ sent: Series<Located<ResultText>>, _ got: Series<Located<ResultText>>, but reworded: Set<Int64>
  ) -> Series<Pair> {
    // One is cut from what was sent right before it: nobody waits longer with words that change.
    let few = 4
    var before = 0
    var taken: Set<Int64> = []
    return Series(
      got.compactMap { result in
        while before < sent.count, sent[before].at <= result.at { before += 1 }
        let signature = ResultSignature(result.value)
        guard let isFinal = signature.isFinal, signature.times == nil, !signature.words.isEmpty, !reworded.contains(result.event) else {
          return nil
        }
        let found = sent[max(0, before - few)..<before].last { other in
          other.value.isFinal == isFinal && !taken.contains(other.event) && signature.isCutFrom(ResultSignature(other.value))
        }
        guard let found else { return nil }
        taken.insert(found.event)
        return Pair(service: found, client: result)
      })
  }

  private static func reworded(_ sent: Series<Located<ResultText>>, _ got: Series<Located<ResultText>>) -> Series<Pair> {
    guard !sent.isEmpty, !got.isEmpty else { return [] }
    var places: [ResultSignature.Times: ResultQueue] = [:]
    // A relay's own shape may leave the times out.
    var bags: [[String]: ResultQueue] = [:]
    for (number, result) in sent.enumerated() where !result.value.text.isEmpty {
      let signature = ResultSignature(result.value)
      if let times = signature.times { places[times, default: ResultQueue()].append(number) }
      bags[signature.words.sorted(), default: ResultQueue()].append(number)
    }
    var isTaken = Array(repeating: false, count: sent.count)
    return Series(
      got.compactMap { result in
        guard !result.value.text.isEmpty else { return nil }
        let signature = ResultSignature(result.value)
        let found =
          signature.times.map { $0.around.compactMap { places[$0]?.first(isTaken) { sent[$0].at <= result.at } }.min() }
          ?? bags[signature.words.sorted()]?.first(isTaken) { number in
            sent[number].at <= result.at && signature.isAsFinal(as: ResultSignature(sent[number].value))
          }
        guard let found else { return nil }
        isTaken[found] = true
        return Pair(service: sent[found], client: result)
      })
  }
}
