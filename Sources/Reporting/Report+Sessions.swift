internal import Diagnosis
internal import Timeline

extension Report {
  /// Something of each session, one at a time.
  ///
  /// - Parameters:
  ///   - chosen: Those that are read; nil: all. The body gets of the others what the diagnosis says, without their events.
  ///   - body: Gets the session's events in the order of the recording, and its facts where anything was recorded of it and the service was not made to fail.
  func mapSessions<Value>(only chosen: Set<Int>? = nil, _ body: (SessionResult, Series<Event>, SessionFacts?) -> Value) -> [Value] {
    let own = EventsBySession(recording.events)
    return diagnosis.sessions.map { result in
      let number = result.info.number
      guard chosen?.contains(number) != false else { return body(result, [], nil) }
      return body(result, own.of(number).series, facts.ordinarySession(number))
    }
  }
}
