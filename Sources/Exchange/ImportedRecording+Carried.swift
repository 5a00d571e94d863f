internal import Timeline

extension ImportedRecording {
  /// Adds what a connection carried; one from a client is a session of its own.
  /// - Parameters:
  ///   - number: Its number among the connections, from 1 on.
  ///   - isCutOff: It went on when its source ended.
  mutating func add(_ carried: CarriedSession, number: Int, origin: Int64, end: CarriedSession.End?, isCutOff: Bool) {
    let session = carried.hop == .service ? 0 : number
    for event in carried.events(session: session, connection: number, origin: origin, end: end) {
      add(session, event.hop, connection: number, at: event.at, event.kind)
    }
    guard session > 0 else { return }
    add(
      SessionInfo(
        number: session, scenario: "imported", about: "somebody's client: \(carried.place)", stop: .close,
        startedAt: carried.begun - origin, endedAt: max(carried.lastMoment, end?.at ?? carried.lastMoment) - origin,
        outcome: isCutOff ? .interrupted : .completed))
  }
}
