/// One run, read whole: the only input of the diagnosis and of every report.
package struct Recording: Sendable, Equatable {
  package var run: RunInfo
  /// In order of their numbers.
  package var sessions: [SessionInfo]
  /// In order of their ids, which is the order in which they were recorded.
  package var events: [Event]

  package init(run: RunInfo, sessions: [SessionInfo], events: [Event]) {
    self.run = run
    self.sessions = sessions
    self.events = events
  }
}
