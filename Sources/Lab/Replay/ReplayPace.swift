package import Timeline

/// How fast a recording is sent again.
package enum ReplayPace: Sendable, Equatable {
  /// At the recorded times.
  case recorded
  /// As fast as it goes out.
  case fast
  /// So many times as fast.
  case times(Double)

  /// When something is due that was sent so long after the beginning.
  package func due(_ time: Nanoseconds) -> Nanoseconds {
    switch self {
    case .recorded: time
    case .fast: 0
    case .times(let factor): Nanoseconds(Double(time) / factor)
    }
  }
}
