package import Lab
package import Machines
package import Timeline

/// A recorded session, ready to be sent again.
package struct ReplayedSession: Sendable {
  package private(set) var info: SessionInfo
  private let script: ReplayScript

  /// Headers that each connection makes for itself.
  private static let own: Set<String> = [
    "host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol", "sec-websocket-extensions",
    "content-length",
  ]

  /// The sessions of a recording whose client was let in, or tried to get in.
  package static func all(_ recording: Recording) -> [ReplayedSession] {
    let bySession = EventsBySession(recording.events)
    // Where only the service hop was tapped, its caller is the client.
    let hop: Hop = recording.events.contains { $0.hop == .client } ? .client : .service
    return recording.sessions.compactMap { info in
      let all = bySession.of(info.number)
      let events = all.filter { $0.hop == hop }
      let atLimit = all.contains {
        if case .note(let note) = $0.kind { note.limit.map { $0.sender != hop.dialler } ?? false } else { false }
      }
      // A client that came back is sent once, as it first was.
      guard let first = events.first?.connection else { return nil }
      let script = ReplayScript(events.filter { $0.connection == first }, of: hop.dialler, atLimit: atLimit)
      guard script.request != nil else { return nil }
      return ReplayedSession(info, script)
    }
  }

  private init(_ info: SessionInfo, _ script: ReplayScript) {
    self.info = info
    self.script = script
    self.info.about = "replay: \(info.about)"
    self.info.outcome = nil
    self.info.endedAt = nil
  }

  /// Its client, which dials and says again what it said.
  /// - Parameters:
  ///   - given: Path and query of the URL that is called now.
  ///   - headers: In place of credentials that no recording keeps.
  package func client(to given: String, headers: [HeaderField] = [], pace: ReplayPace = .recorded) -> any Machine {
    Replayer(
      client: script, pace: pace, target: target(given), headers: self.headers(headers), subprotocols: subprotocols(headers))
  }

  /// Path and query: the URL's, where it has them, else those of the recording without what was taken out of them.
  private func target(_ given: String) -> String {
    guard given == "/" || given.hasPrefix("/?") else { return given }
    let recorded = script.request?.target ?? "/"
    guard let question = recorded.firstIndex(of: "?") else { return recorded }
    let kept = recorded[recorded.index(after: question)...].split(separator: "&").filter { !Self.isRedacted(String($0)) }
    return recorded[..<question] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }

  /// What the client said of itself, and what is given now in place of what is no longer known.
  private func headers(_ given: [HeaderField]) -> [HeaderField] {
    let names = Set(given.map { $0.name.lowercased() })
    let recorded = script.request?.headers ?? []
    return recorded.filter { field in
      !Self.own.contains(field.name.lowercased()) && !names.contains(field.name.lowercased()) && !Self.isRedacted(field.value)
    } + given.filter { $0.name.lowercased() != "sec-websocket-protocol" }
  }

  private func subprotocols(_ given: [HeaderField]) -> [String] {
    let values = given.all("Sec-WebSocket-Protocol")
    let listed = values.isEmpty ? script.request?.headers.all("Sec-WebSocket-Protocol") ?? [] : values
    return listed.flatMap { $0.split(separator: ",") }.map { $0.filter { $0 != " " } }.filter { !$0.isEmpty && !Self.isRedacted($0) }
  }

  private static func isRedacted(_ text: String) -> Bool { text.contains("[redacted]") || text.contains("%5Bredacted%5D") }
}
