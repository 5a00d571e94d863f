package import Timeline

/// The network between two parties, the same in both directions.
package struct SimulatedLink: Sendable, Equatable {
  /// One way.
  package var latency: Nanoseconds
  /// Up to so much more, at random; bytes never overtake one another.
  package var jitter: Nanoseconds
  /// Bytes a second, each way; nil is without limit.
  package var bandwidth: Int?
  /// Bytes that may be under way or unread at the receiver, as TCP's window.
  package var window: Int
  /// Bytes waiting to be sent above which a sender is told `stalled` …
  package var highWater: Int
  /// … and below which `drained`.
  package var lowWater: Int
  /// So long after it was dialled, a connection is cut: nothing arrives any more, and nobody is told. Nil is never.
  package var cutAfter: Nanoseconds?

  package init(
    latency: Nanoseconds = .milliseconds(5), jitter: Nanoseconds = 0, bandwidth: Int? = nil, window: Int = 256 << 10,
    highWater: Int = 64 << 10, lowWater: Int = 32 << 10, cutAfter: Nanoseconds? = nil
  ) {
    self.latency = max(0, latency)
    self.jitter = max(0, jitter)
    self.bandwidth = bandwidth.map { max(1, $0) }
    self.window = max(1, window)
    self.highWater = highWater
    self.lowWater = lowWater
    self.cutAfter = cutAfter
  }
}
