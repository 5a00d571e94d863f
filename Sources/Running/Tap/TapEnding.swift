package import Timeline

/// When a tap is done.
package struct TapEnding: Sendable, Equatable {
  /// After so many sessions; nil: however many come.
  package var sessions: Int?
  /// When no connection was there for so long, after the first; nil: it waits on.
  package var idle: Nanoseconds?

  package init(sessions: Int? = nil, idle: Nanoseconds? = nil) {
    self.sessions = sessions
    self.idle = idle
  }
}
