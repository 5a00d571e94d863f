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
  package private(set) var pairs: [Pair] = []
  /// The same words under other times: where a relay keeps the service's own shape, it has changed them.
  package private(set) var retimed: [Pair] = []
  /// The same words over the same stretch of audio, with `is_final` or `speech_final` changed: among the pairs where only the latter is.
  package private(set) var reflagged: [Pair] = []
  /// What the service sent and the client did not get as it was.
  package private(set) var unmatchedService: [Located<ResultText>] = []
  /// What the client got and the service did not send so.
  package private(set) var unmatchedClient: [Located<ResultText>] = []

  init(from service: [Located<ResultText>], to client: [Located<ResultText>]) {
    let sent = service.map { Signature($0.value) }
    let wanted = client.map { Signature($0.value) }
    var isTaken = Array(repeating: false, count: service.count)
    var firstFree = 0
    func take(_ index: Int, _ fits: (Signature, Signature) -> Bool) -> Int? {
      while firstFree < isTaken.count, isTaken[firstFree] { firstFree += 1 }
      let found = (firstFree..<service.count).first {
        !isTaken[$0] && service[$0].at <= client[index].at && fits(wanted[index], sent[$0])
      }
      if let found { isTaken[found] = true }
      return found
    }
    var left: [Int] = []
    for index in client.indices {
      if let found = take(index, { $0.fits($1) }) {
        pairs.append(Pair(service: service[found], client: client[index]))
      } else {
        left.append(index)
      }
    }
    reflagged = pairs.filter { pair in
      guard let sent = pair.service.value.speechFinal, let got = pair.client.value.speechFinal else { return false }
      return sent != got
    }
    for index in left {
      if let found = take(index, { $0.fitsButForFlags($1) }) {
        reflagged.append(Pair(service: service[found], client: client[index]))
      } else if let found = take(index, { $0.fitsButForTimes($1) }) {
        retimed.append(Pair(service: service[found], client: client[index]))
      } else {
        unmatchedClient.append(client[index])
      }
    }
    unmatchedService = service.indices.filter { !isTaken[$0] }.map { service[$0] }
  }

  /// What makes two results the same message on its way.
  private struct Signature {
    let words: [String]
    var isFinal: Bool?
    let start: Double?
    let duration: Double?
    let channel: Int?

    init(_ result: ResultText) {
      words = WordNormalizer.words(result.text)
      isFinal = result.isFinal
      start = result.start
      duration = result.duration
      channel = result.channel
    }

    /// Words that are the same, and the same finality: what the client's copy does not say is no difference.
    func fitsButForTimes(_ sent: Signature) -> Bool {
      guard words == sent.words, !words.isEmpty else { return false }
      if let isFinal, let other = sent.isFinal, isFinal != other { return false }
      return true
    }

    /// The same stretch and the same words, and not the same finality.
    func fitsButForFlags(_ sent: Signature) -> Bool {
      guard let isFinal, let other = sent.isFinal, isFinal != other, start != nil, sent.start != nil else { return false }
      var alike = self
      alike.isFinal = other
      return alike.fits(sent)
    }

    func fits(_ sent: Signature) -> Bool {
      guard words == sent.words else { return false }
      if let isFinal, let other = sent.isFinal, isFinal != other { return false }
      if let channel, let other = sent.channel, channel != other { return false }
      guard let start, let duration, let otherStart = sent.start, let otherDuration = sent.duration else { return !words.isEmpty }
      return abs(start - otherStart) < 0.02 && abs(duration - otherDuration) < 0.02
    }
  }
}
