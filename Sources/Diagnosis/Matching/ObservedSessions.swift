internal import Audio
internal import Dialects
internal import Speech
internal import Timeline

/// Sessions of clients that nobody scripted: what a scenario would say of them is read from what they did.
///
/// A tap and an import know neither the client's audio nor its stop. What it declares, sends and says last tells most of it; what nothing tells stays
/// unknown, and rules that rest on it say nothing. Sessions that were played are left as they are.
enum ObservedSessions {
  static func read(_ recorded: consuming Recording) -> Recording {
    guard !recorded.run.origin.isScripted else { return recorded }
    var recording = placed(recorded)
    var events = EventsBySession(recording.events)
    for index in recording.sessions.indices where recording.sessions[index].dialect == nil && recording.sessions[index].audio == nil {
      let info = recording.sessions[index]
      recording.sessions[index].dialect = ObservedDialect.guess(events.of(info.number))?.setting.serialized()
    }
    let spoken = Dictionary(recording.sessions.map { ($0.number, $0.spokenDialect) }, uniquingKeysWith: { first, _ in first })
    let wrapped = events
    recording = recording.inPlainWords()
    events = EventsBySession(recording.events)
    for index in recording.sessions.indices where recording.sessions[index].audio == nil {
      let number = recording.sessions[index].number
      let client = ObservedClient(events.of(number), wrapped: wrapped.of(number), dialect: spoken[number] ?? nil)
      recording.sessions[index].audio = client.audio
      recording.sessions[index].stop = client.stop
    }
    return recording
  }

  /// Which hop is seen follows from what is there: a service hop by itself is a client that speaks to the service, whoever that client is.
  private static func placed(_ recorded: consuming Recording) -> Recording {
    var recording = recorded
    guard recording.run.origin != .replayed else { return recording }
    let clients = recording.events.reduce(into: Set<Int>()) { if $1.hop == .client { $0.insert($1.session) } }
    let seesService = recording.events.contains { $0.hop == .service }
    guard !clients.isEmpty else {
      if seesService {
        recording.run.serviceHop = .direct
        for index in recording.events.indices where recording.events[index].hop == .service {
          recording.events[index] = DirectSession.onClientHop(recording.events[index])
        }
      }
      return recording
    }
    recording.run.serviceHop = seesService ? .tapped : .unseen
    guard seesService else { return recording }
    // Connections of the service hop that came before any caller: whose they are, their audio tells.
    for index in recording.events.indices
    where recording.events[index].hop == .service && !clients.contains(recording.events[index].session) {
      recording.events[index].session = 0
    }
    recording.sessions = recording.sessions.filter { clients.contains($0.number) }
    return recording
  }
}
