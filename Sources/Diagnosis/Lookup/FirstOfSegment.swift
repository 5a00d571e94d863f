internal import Speech
internal import Timeline

/// The first result of each segment (channel, start, duration, finality, request), and, where asked, with the same text.
struct FirstOfSegment {
  private struct Key: Hashable {
    var start: TimeCell
    var duration: TimeCell
    var isFinal: Bool?
    var channel: Int?
    var requestID: String?
    var text: String?
  }

  private let includesText: Bool
  private var firsts: [Key: Located<ResultText>] = [:]
  /// Seconds: times that are nearer are the same, however they were written.
  private static let width = 0.005

  init(includesText: Bool) { self.includesText = includesText }

  /// Takes a result; one without a time belongs to no segment.
  mutating func add(_ result: Located<ResultText>) {
    guard let start = result.value.start else { return }
    let duration = result.value.duration ?? 0
    let key = key(result.value, TimeCell(start, width: Self.width), TimeCell(duration, width: Self.width))
    if firsts[key] == nil { firsts[key] = result }
  }

  /// The first that was taken of the same segment; nil where none was.
  func first(like result: Located<ResultText>) -> Located<ResultText>? {
    guard let start = result.value.start else { return nil }
    let duration = result.value.duration ?? 0
    var found: Located<ResultText>?
    for start in TimeCell(start, width: Self.width).around {
      for duration in TimeCell(duration, width: Self.width).around {
        guard let next = firsts[key(result.value, start, duration)], isNear(next.value, result.value) else { continue }
        if found.map({ next.event < $0.event }) ?? true { found = next }
      }
    }
    return found
  }

  private func key(_ result: ResultText, _ start: TimeCell, _ duration: TimeCell) -> Key {
    Key(
      start: start, duration: duration, isFinal: result.isFinal, channel: result.channel, requestID: result.requestID,
      text: includesText ? result.text : nil)
  }

  private func isNear(_ one: ResultText, _ other: ResultText) -> Bool {
    guard let start = one.start, let otherStart = other.start, (one.duration == nil) == (other.duration == nil) else { return false }
    return abs(start - otherStart) < Self.width && abs((one.duration ?? 0) - (other.duration ?? 0)) < Self.width
  }
}
