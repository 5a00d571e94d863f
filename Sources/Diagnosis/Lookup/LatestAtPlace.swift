internal import Speech
internal import Timeline

/// When the last result came for a place on the audio clock, channel by channel.
struct LatestAtPlace {
  private struct Place: Hashable {
    var cell: TimeCell
    var channel: Int?
  }

  private var times: [Place: Nanoseconds] = [:]
  /// Seconds: what begins nearer than that stands at the same place.
  private static let width = 0.02

  /// Takes a result; one without times is at no place.
  mutating func add(_ result: Located<ResultText>) {
    guard let start = result.value.start else { return }
    let place = Place(cell: TimeCell(start, width: Self.width), channel: result.value.channel)
    times[place] = max(times[place] ?? .min, result.at)
  }

  /// Nil where none came for that place.
  func latest(at result: ResultText) -> Nanoseconds? {
    guard let start = result.start else { return nil }
    return TimeCell(start, width: Self.width).around.compactMap { times[Place(cell: $0, channel: result.channel)] }.max()
  }
}
