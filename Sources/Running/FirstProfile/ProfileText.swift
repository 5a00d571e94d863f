internal import Audio
internal import Diagnosis
internal import Scenarios
internal import Timeline

/// A first profile as a file, with what is known of each line beside it.
package struct ProfileText: Sendable {
  private let lines: [String]

  package var text: String { lines.joined(separator: "\n") + "\n" }

  /// - Parameters:
  ///   - relay: The URL, with nothing secret in it.
  ///   - headers: Names of the headers that were sent, and the variable that each is read from.
  package init(_ search: ProfileSearch, relay: String, headers: [(name: String, variable: String)]) {
    var lines = ["# How sttcheck talks to this relay: `sttcheck run` in this folder goes by it.", "relay: \(YAMLQuoting.text(relay))"]
    if headers.isEmpty {
      lines += [
        "# A token, from the environment; or a login before the sessions:", "# headers: { Authorization: \"Bearer ${RELAY_TOKEN}\" }",
        "# login: { get: https://relay.example.com/api/session, select: $.token }   # its result is ${login}",
      ]
    } else {
      lines += ["headers:"] + headers.map { "  \($0.name): \"${\($0.variable)}\"" }
    }
    if let best = search.best {
      lines += Self.dialect(best) + Self.audio(best, search) + Self.stop(best, search) + Self.messages(best)
    }
    self.lines = lines
  }

  private static func dialect(_ best: ProfileSearch.Attempt) -> [String] {
    best.guess.dialect.map { ["client: \($0)   # its first message gave it away; audio and stop are this dialect's own"] } ?? []
  }

  private static func audio(_ best: ProfileSearch.Attempt, _ search: ProfileSearch) -> [String] {
    let written: String
    switch best.guess.sound {
    case .usual: return []
    case .samples(let rate): written = "audio: { encoding: linear16, sample_rate: \(rate), channels: 1 }"
    case .contained(let container): written = "audio: { container: \(container.rawValue) }"
    }
    let others = search.attempts.filter { !$0.sight.isUnderstood && $0.guess.sound != best.guess.sound }.map(\.guess.sound.name)
    guard best.sight.isUnderstood else {
      let tried = unique(search.attempts.map(\.guess.sound.name))
      return [
        written,
        "# No words came back with it, nor with any other that was tried: \(tried.joined(separator: ", ")). What does your client send?",
      ]
    }
    return [written + "   # what was said came back\(others.isEmpty ? "" : "; not with \(unique(others).joined(separator: ", "))")"]
  }

  private static func stop(_ best: ProfileSearch.Attempt, _ search: ProfileSearch) -> [String] {
    guard best.guess.dialect == nil else { return [] }
    let written = "stop: \(best.guess.stopText)"
    if best.sight.hasEnded { return [written + "   # the relay ended the session after it"] }
    let tried = unique(search.attempts.map { $0.guess.stopText })
    return [
      written,
      "# The relay ended the session after none of these: \(tried.joined(separator: ", ")). What says in your client that it is over?",
      "# A client that only hangs up has `stop: close`.",
    ]
  }

  private static func messages(_ best: ProfileSearch.Attempt) -> [String] {
    ["messages: auto" + (best.sight.shape.map { "   # read as \($0)" } ?? "")]
  }

  private static func unique(_ words: [String]) -> [String] {
    words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
