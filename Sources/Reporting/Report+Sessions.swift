internal import Diagnosis
internal import Timeline

extension Report {
  /// Something of each session, read one at a time: the facts of a session hold its audio once more, so only what is made of them is kept.
  ///
  /// - Parameter body: Gets the session's events in the order of the recording, and its facts where anything was recorded of it.
  func mapSessions<Value>(_ body: (SessionResult, [Event], SessionFacts?) -> Value) -> [Value] {
    // A recording of one session, which may be very long, is not copied.
    let isOnly = diagnosis.sessions.count == 1 && recording.events.allSatisfy { $0.session == diagnosis.sessions[0].info.number }
    var own: [Int: [Event]] = [:]
    if !isOnly { for event in recording.events { own[event.session, default: []].append(event) } }
    return diagnosis.sessions.map { result in
      let events = isOnly ? recording.events : own.removeValue(forKey: result.info.number) ?? []
      let facts = RunFacts(Recording(run: run, sessions: [result.info], events: events)).sessions.first
      return body(result, events, facts)
    }
  }
}
