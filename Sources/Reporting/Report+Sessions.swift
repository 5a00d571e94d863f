internal import Diagnosis
internal import Timeline

extension Report {
  /// Something of each session, read one at a time: the facts of a session hold its audio once more, so only what is made of them is kept.
  ///
  /// - Parameters:
  ///   - chosen: Those that are read; nil: all. The body gets of the others what the diagnosis says, without their events.
  ///   - body: Gets the session's events in the order of the recording, and its facts where anything was recorded of it.
  func mapSessions<Value>(only chosen: Set<Int>? = nil, _ body: (SessionResult, Series<Event>, SessionFacts?) -> Value) -> [Value] {
    let own = EventsBySession(recording.events)
    return diagnosis.sessions.map { result in
      guard chosen?.contains(result.info.number) != false else { return body(result, [], nil) }
      let events = own.of(result.info.number).series
      let facts = RunFacts(Recording(run: run, sessions: [result.info], events: events)).sessions.first
      return body(result, events, facts)
    }
  }
}
