/// How far the recorder was behind the wire: what the report's doubts about its own timings rest on.
package struct RecorderLag: Sendable, Equatable {
  /// The longest time between an event's arrival and its commit, in milliseconds; the flush interval is part of it.
  package var maximumMilliseconds = 0.0
  /// The most bytes that ever waited.
  package var peakQueuedBytes = 0
  package var committedEvents = 0
  package var batches = 0

  package init() {}
}
