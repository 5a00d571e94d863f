internal import Diagnosis
internal import Lab
internal import Timeline

/// What the command line of `replay` says.
enum ReplayWords {
  static func pace(_ word: String?) throws(CommandFailure) -> ReplayPace {
    switch word {
    case nil, "recorded": return .recorded
    case "fast": return .fast
    case let word?:
      guard let factor = Double(word), factor >= 0.01, factor <= 1000 else {
        throw CommandFailure(code: .usage, text: "--pace: '\(word)' is not known; allowed: recorded, fast, or a number from 0.01 to 1000")
      }
      return .times(factor)
    }
  }

  static func header(_ text: String) throws(CommandFailure) -> HeaderField {
    guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else {
      throw CommandFailure(code: .usage, text: "--header: 'NAME: VALUE' is wanted")
    }
    return HeaderField(String(text[..<colon]), String(text[text.index(after: colon)...].drop { $0 == " " }))
  }

  /// Whatever was given is for nobody else.
  static func secrets(of field: HeaderField) -> [String] { SecretFinder.secrets(given: field) }

  static func only(_ session: String, in recording: Recording) throws(CommandFailure) -> Recording {
    guard let found = recording.sessions.first(where: { "\($0.number)" == session || $0.scenario == session }) else {
      let known = recording.sessions.map { "\($0.number) (\($0.scenario))" }.joined(separator: ", ")
      throw CommandFailure(code: .usage, text: "--session: there is no session '\(session)'; allowed: \(known)")
    }
    // Whose a connection of the service hop is, its audio tells.
    let connections = Set(SessionMatcher.match(recording).events.filter { $0.session == found.number }.map(\.connection))
    var only = recording
    only.sessions = only.sessions.filter { $0.number == found.number }
    only.events = only.events.filter { $0.hop == nil ? $0.session == found.number : connections.contains($0.connection) }
    return only
  }
}
