/// Guesses a profile's `messages` from a message that no shape fits, for people to correct.
package enum MappingSuggestion {
  /// A line of YAML; nil where the message has no text that could be a transcript.
  package static func yaml(for value: JSONValue) -> String? {
    var found: [(steps: [String], text: String, score: Int)] = []
    var finals: [[String]] = []
    walk(value, [], depth: 0) { steps, value in
      let name = steps.last.map(RelayMessageName.plain) ?? ""
      if let text = value.string, !steps.isEmpty { found.append((steps, text, score(name, text))) }
      if value.bool != nil, ["final", "done", "complete", "last", "end"].contains(where: name.contains) { finals.append(steps) }
    }
    let best = found.enumerated().max { ($0.element.score, -$0.offset) < ($1.element.score, -$1.offset) }
    guard let best, best.element.score > 0 else { return nil }
    let final = finals.first.map { ", final: " + path($0) } ?? ""
    return "messages: { transcript: \(path(best.element.steps))\(final) }"
  }

  /// A transcript has spaces and a telling name; an id or a time has neither.
  private static func score(_ name: String, _ text: String) -> Int {
    let telling = ["text", "transcri", "sentence", "utter", "speech", "words", "said", "hypoth"].contains(where: name.contains)
    let dull = ["id", "type", "event", "time", "date", "model", "version", "lang", "status"].contains { name == $0 || name.hasSuffix($0) }
    return (telling ? 4 : 0) + (text.contains(" ") ? 3 : 0) - (dull && !telling ? 5 : 0)
  }

  private static func walk(_ value: JSONValue, _ steps: [String], depth: Int, _ visit: ([String], JSONValue) -> Void) {
    visit(steps, value)
    guard depth < 6 else { return }
    for (name, inner) in (value.object ?? [:]).sorted(by: { $0.key < $1.key }) {
      walk(inner, steps + [String(JSONSelector(member: name).text.dropFirst())], depth: depth + 1, visit)
    }
    if let first = value[0] { walk(first, steps + ["[0]"], depth: depth + 1, visit) }
  }

  /// Quoted where YAML would read something else in it.
  private static func path(_ steps: [String]) -> String {
    let path = "$" + steps.joined()
    guard path.utf8.contains(where: { " []{},:#'\"\\".utf8.contains($0) }) else { return path }
    return "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
