internal import Speech
internal import Timeline

/// The service's results by their words and times: each is found, and taken, without a walk over the others.
struct ResultIndex {
  private struct Place: Hashable {
    var words: [String]
    /// Nil for a result that tells no times.
    var times: ResultSignature.Times?
  }

  private let sent: [ResultSignature]
  private let times: [Nanoseconds]
  private var isTaken: [Bool]
  private var placed: [Place: ResultQueue] = [:]
  private var byWords: [[String]: ResultQueue] = [:]

  init(_ results: Series<Located<ResultText>>) {
    sent = results.map { ResultSignature($0.value) }
    times = results.map(\.at)
    isTaken = Array(repeating: false, count: sent.count)
    for (number, signature) in sent.enumerated() {
      placed[Place(words: signature.words, times: signature.times), default: ResultQueue()].append(number)
      byWords[signature.words, default: ResultQueue()].append(number)
    }
  }

  /// Those that nobody took, in order.
  var left: [Int] { sent.indices.filter { !isTaken[$0] } }

  /// The first that fits, of those sent until then.
  mutating func take(_ wanted: ResultSignature, until time: Nanoseconds) -> Int? {
    guard let own = wanted.times else { return takeFromWords(wanted, until: time) { wanted.fits($0) } }
    let (sent, times) = (sent, times)
    var places = own.around.map { Place(words: wanted.words, times: $0) }
    places.append(Place(words: wanted.words, times: nil))
    var found: Int?
    for place in places {
      let next = placed[place]?.first(isTaken) { times[$0] <= time && wanted.fits(sent[$0]) }
      if let next, next < found ?? .max { found = next }
    }
    if let found { isTaken[found] = true }
    return found
  }

  /// The first with the same words, of those sent until then.
  mutating func takeButForTimes(_ wanted: ResultSignature, until time: Nanoseconds) -> Int? {
    takeFromWords(wanted, until: time) { wanted.fitsButForTimes($0) }
  }

  /// The first over the same stretch, with another finality, of those sent until then.
  mutating func takeButForFlags(_ wanted: ResultSignature, until time: Nanoseconds) -> Int? {
    guard wanted.isFinal != nil else { return nil }
    return takeFromWords(wanted, until: time) { wanted.fitsButForFlags($0) }
  }

  /// The first interim with the same words, for a final that tells no times, of those sent until then.
  mutating func takeAsGuess(_ wanted: ResultSignature, until time: Nanoseconds) -> Int? {
    takeFromWords(wanted, until: time) { wanted.words == $0.words && $0.isFinal == false }
  }

  private mutating func takeFromWords(
    _ wanted: ResultSignature, until time: Nanoseconds, _ fits: (ResultSignature) -> Bool
  ) -> Int? {
    let (sent, times) = (sent, times)
    let found = byWords[wanted.words]?.first(isTaken) { times[$0] <= time && fits(sent[$0]) }
    if let found { isTaken[found] = true }
    return found
  }
}
