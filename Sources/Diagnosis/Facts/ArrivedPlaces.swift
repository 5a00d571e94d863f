internal import Timeline

/// Where in the client's audio each message on the service hop begins and ends, in seconds: by how much of it has come, and by the silence that is
/// known to have been left out before it.
///
/// By the place and not by the bytes: a relay may convert them.
struct ArrivedPlaces {
  struct Place {
    var piece: HopFacts.AudioPiece
    var begin: Double
    var end: Double
    /// Silence beside a gap of silence: which of the two is missing, nobody can tell.
    var isVague: Bool
  }

  private(set) var places: [Place] = []

  /// Nil where something else came too, or another length: then nothing tells the places. What is spoken and lost is another fault.
  ///
  /// - Parameters:
  ///   - rate: Bytes of arriving audio in a second.
  ///   - sent: Seconds of audio that the client sent.
  ///   - mayEnd: The last of it need not have come.
  init?(_ service: HopFacts, rate: Int, sent: Double, mayEnd: Bool = false, _ carriage: Carriage?) {
    guard !(carriage.map(Self.isBlurred) ?? false) else { return nil }
    let gaps = carriage.map { Self.gaps($0) } ?? []
    let missing = gaps.reduce(0) { $0 + $1.upperBound - $1.lowerBound } + (mayEnd ? carriage.map(Self.end) ?? 0 : 0)
    let arrived = Double(service.audioBytes.count) / Double(rate)
    guard abs(sent - missing - arrived) < max(0.05, 0.03 * sent) else { return nil }
    var (come, passed, lost) = (0.0, 0, 0.0)
    for piece in service.audio {
      let length = Double(piece.bytes) / Double(rate)
      let from = come
      while passed < gaps.count, gaps[passed].lowerBound <= come + lost + 0.001 {
        lost += gaps[passed].upperBound - gaps[passed].lowerBound
        passed += 1
      }
      let begin = come + lost
      come += length
      while passed < gaps.count, gaps[passed].lowerBound < come + lost - 0.001 {
        lost += gaps[passed].upperBound - gaps[passed].lowerBound
        passed += 1
      }
      let isVague = !gaps.isEmpty && (carriage?.isQuiet(arrivedFrom: from, to: come) ?? false)
      places.append(Place(piece: piece, begin: begin, end: come + lost, isVague: isVague))
    }
  }

  /// As much in the place of what is lost is as long, and tells no place.
  private static func isBlurred(_ carriage: Carriage) -> Bool {
    let compared = carriage.comparison
    guard !compared.unrelated, hasMore(compared) else { return false }
    return carriage.seconds((compared.missing + compared.added).reduce(0) { $0 + $1.count }) > 0.5
  }

  /// The silence that is missing, in seconds of the client's audio, where it is all that differs.
  private static func gaps(_ carriage: Carriage) -> [Range<Double>] {
    let compared = carriage.comparison
    guard !compared.unrelated, !hasMore(compared) else { return [] }
    return compared.missing.filter { carriage.isQuiet($0) }.map { carriage.seconds($0.lowerBound)..<carriage.seconds($0.upperBound) }
  }

  /// Seconds of sound that are missing behind all that came.
  private static func end(_ carriage: Carriage) -> Double {
    let compared = carriage.comparison
    guard !compared.unrelated, compared.missingAtEnd > 0 else { return 0 }
    return carriage.isQuiet(compared.sent - compared.missingAtEnd..<compared.sent) ? 0 : carriage.seconds(compared.missingAtEnd)
  }

  private static func hasMore(_ compared: AudioComparison) -> Bool {
    !(compared.repeated.isEmpty && compared.moved.isEmpty && compared.added.isEmpty)
  }
}
