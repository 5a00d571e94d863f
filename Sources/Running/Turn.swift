internal import Timeline

/// Sessions that begin together: one, or the clients of one scenario that play side by side.
struct Turn {
  var sessions: [PlannedSession]

  /// Clients that share a scenario's group, whatever stands between them.
  var isParallel: Bool { sessions.count > 1 }
  var scenario: String { sessions.first?.info.scenario ?? "" }
  /// A recording sent whole over HTTP: it has no connection that could tell anything of the relay's sessions.
  var isOneShot: Bool { sessions.allSatisfy(\.isOneShot) }

  /// In the order of the sessions.
  static func all(_ sessions: [PlannedSession]) -> [Turn] {
    var turns: [Turn] = []
    for session in sessions {
      if let group = session.info.group, turns.last?.sessions.last?.info.group == group {
        turns[turns.count - 1].sessions.append(session)
      } else {
        turns.append(Turn(sessions: [session]))
      }
    }
    return turns
  }
}
