/// One run, read whole: the only input of the diagnosis and of every report.
package struct Recording: Sendable, Equatable {
  package var run: RunInfo
  /// In order of their numbers.
  package var sessions: Series<SessionInfo>
  /// In order of their ids, which is the order in which they were recorded.
  package var events: Series<Event>
  /// Rows that are missing between the first event and the last: somebody, or a damaged disk, took them out. Where it is not 0, nothing is known of
  /// what they said.
  package var missingEvents = 0

  package init(run: RunInfo, sessions: some Sequence<SessionInfo>, events: some Sequence<Event>) {
    self.run = run
    self.sessions = Series(sessions)
    self.events = Series(events)
  }
}
