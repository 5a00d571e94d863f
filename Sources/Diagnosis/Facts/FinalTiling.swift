package import Speech

/// How the finals of one channel lie on the audio clock: the service's tile it, each beginning where the last one ended.
package struct FinalTiling: Sendable {
  /// A final that does not begin where the one before it ended, and by how many seconds it is off.
  package struct Break: Sendable {
    package var previous: Located<ResultText>
    package var next: Located<ResultText>
    /// Positive: audio that no final speaks of. Negative: audio that two speak of, or a clock that went back.
    package var seconds: Double
  }

  /// Seconds that rounding may take or give.
  private static let rounding = 0.03

  package let breaks: [Break]
  /// Where the last final ends, in seconds; nil where no final tells its time.
  package let end: Double?

  /// - Parameter finals: Of one request, in the order in which they came; those that tell no time are passed over.
  package init(_ finals: some Sequence<Located<ResultText>>, channel: Int? = nil) {
    let timed = finals.filter { $0.value.end != nil && (channel == nil || $0.value.channel ?? 0 == channel) }
    breaks = zip(timed, timed.dropFirst()).compactMap { previous, next in
      guard let end = previous.value.end, let start = next.value.start, abs(start - end) > Self.rounding else { return nil }
      return Break(previous: previous, next: next, seconds: start - end)
    }
    end = timed.compactMap(\.value.end).max()
  }

  /// Stretches that no final speaks of: results were lost, or the relay leaves empty ones out.
  package var gaps: [Break] { breaks.filter { $0.seconds > 0 } }

  /// Finals that begin before the one in front of them ended: repeated, moved, or of another connection's clock.
  package var setbacks: [Break] { breaks.filter { $0.seconds < 0 } }
}
