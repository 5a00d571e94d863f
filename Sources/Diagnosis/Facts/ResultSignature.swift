internal import Speech

/// What makes two results the same message on its way.
struct ResultSignature {
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

  /// Words that are the same, and the same finality.
  func fitsButForTimes(_ sent: ResultSignature) -> Bool { words == sent.words && !words.isEmpty && isAsFinal(as: sent) }

  /// The same finality: what the client's copy does not say is no difference.
  func isAsFinal(as sent: ResultSignature) -> Bool { isFinal == nil || sent.isFinal == nil || isFinal == sent.isFinal }

  /// The same stretch and the same words, and not the same finality. Where the client's copy tells no times: a final that came as an interim.
  func fitsButForFlags(_ sent: ResultSignature) -> Bool {
    guard let isFinal, let other = sent.isFinal, isFinal != other else { return false }
    guard start == nil ? !isFinal && !words.isEmpty : sent.start != nil else { return false }
    var alike = self
    alike.isFinal = other
    return alike.fits(sent)
  }

  func fits(_ sent: ResultSignature) -> Bool {
    guard words == sent.words, isAsFinal(as: sent) else { return false }
    if let channel, let other = sent.channel, channel != other { return false }
    guard let start, let duration, let otherStart = sent.start, let otherDuration = sent.duration else { return !words.isEmpty }
    return abs(start - otherStart) < Self.near && abs(duration - otherDuration) < Self.near
  }

  /// The same words but for the last ones, from the same beginning where both tell it.
  func isCutFrom(_ sent: ResultSignature) -> Bool {
    guard words.count < sent.words.count, sent.words.starts(with: words) else { return false }
    guard let start, let other = sent.start else { return true }
    return abs(start - other) < Self.near
  }

  /// Start and duration, rounded: what fits is in the same cells or in those beside them.
  struct Times: Hashable {
    var start: TimeCell
    var duration: TimeCell

    var around: [Times] { start.around.flatMap { start in duration.around.map { Times(start: start, duration: $0) } } }
  }

  /// Nil where it tells no times.
  var times: Times? {
    guard let start, let duration else { return nil }
    return Times(start: TimeCell(start, width: Self.near), duration: TimeCell(duration, width: Self.near))
  }

  /// Seconds by which the times of one result may differ on the two hops.
  static let near = 0.02
}
