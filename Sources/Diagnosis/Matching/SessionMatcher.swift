internal import Audio
internal import Dialects
package import Timeline

/// Finds out whose audio each connection to the service carries, and puts its events under that session.
///
/// Whoever records a service hop knows only when it came in. That is enough while sessions go one at a time; where several are open at once,
/// a relay that dials late, early or twice, or that keeps connections and uses them again, is told by what it sends: the bytes of one
/// client's audio and of no other's. Where all send the same, or the bytes were changed beyond knowing, the order of opening decides.
package enum SessionMatcher {
  /// The recording in plain words, with the session of service-hop events corrected; itself where there is nothing to correct.
  package static func match(_ recorded: consuming Recording) -> Recording {
    Work.pass(.matching)
    let recording = ObservedSessions.read(recorded).inPlainWords()
    guard recording.run.serviceHop.isRecorded else { return recording }
    // Most recordings leave nothing open, and then nobody needs to lay their audio side by side.
    let outlines = connections(recording.events, withAudio: false)
    guard !outlines.clients.isEmpty, !outlines.services.isEmpty, isOpen(outlines.clients, outlines.services) else { return recording }
    let (clients, services) = connections(recording.events, withAudio: true)
    var matching = Matching(clients: clients, services: services, infos: recording.sessions)
    let owners = matching.owners()
    var matched = recording
    // How many of a connection's turns have come.
    var begun: [Int: Int] = [:]
    // Where the service misbehaves on purpose sessions go one at a time, and what carries no audio is told from what it is tried for.
    let misbehaving = Set(recording.sessions.filter { $0.misbehaviour != nil }.map(\.number))
    for index in matched.events.indices where matched.events[index].hop == .service && !misbehaving.contains(matched.events[index].session)
    {
      let connection = matched.events[index].connection
      guard let turns = owners[connection] else { continue }
      var number = begun[connection, default: 0]
      while number < turns.count, turns[number].index <= index { number += 1 }
      begun[connection] = number
      if number > 0 { matched.events[index].session = turns[number - 1].session }
    }
    return matched
  }

  /// All connections of either hop, in the order of opening.
  private static func connections(_ events: Series<Event>, withAudio: Bool) -> (clients: [CarriedAudio], services: [CarriedAudio]) {
    var open: [Int: CarriedAudio] = [:]
    for (index, event) in events.enumerated() where event.hop != nil {
      open[event.connection, default: CarriedAudio(event, withAudio: withAudio)].take(event, index: index)
    }
    let all = open.values.sorted { ($0.begun, $0.connection) < ($1.begun, $1.connection) }
    return (all.filter { $0.hop == .client && $0.session != 0 }, all.filter { $0.hop == .service })
  }

  /// True where more than one session comes into question for some connection.
  private static func isOpen(_ clients: [CarriedAudio], _ services: [CarriedAudio]) -> Bool {
    let spans = Spans(clients.map { ($0.begun, $0.ended) })
    let carrying = Set(services.filter { $0.lastPiece != nil }.map(\.session))
    return services.contains { service in
      if service.session == 0 { return true }
      // Whose is one that carries nothing, beside another?
      if service.lastPiece == nil, service.isOpened, carrying.contains(service.session) { return true }
      let beside = spans.meeting(service.begun, service.lastPiece ?? service.begun, around: service.begun)
      return beside.contains { clients[$0].session != service.session }
    }
  }
}
