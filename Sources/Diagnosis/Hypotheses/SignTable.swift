internal import CBuiltIns

/// What clients saw of each cause when the lab played it: every sign of every session, by what the session tried.
///
/// Recorded by `sttcheck lab signs`, over habits of healthy relays, scenarios and networks, and never written by hand. A cause is out of the
/// question only where no playing of it showed what was seen.
package struct SignTable: Sendable, Equatable {
  /// Signs by cause, as in `audio-lost`, then by traits.
  package private(set) var seen: [String: [Set<Trait>: Set<Sign>]] = [:]

  /// The same under any traits.
  private var anywhere: [String: Set<Sign>] = [:]

  /// What stands in place of a cause where nothing is wrong.
  package static let healthy = "healthy"

  package init() {}

  /// What was seen of a cause under these traits. A cause that never came about under them leaves a session as it is with a healthy relay; where
  /// not even that was played, anything may be seen that was seen of it under others.
  package func signs(of cause: String, under traits: Set<Trait>) -> Set<Sign> {
    guard let own = seen[cause] else { return Set(Sign.allCases) }
    return own[traits] ?? seen[Self.healthy]?[traits] ?? anywhere[cause, default: []].union(anywhere[Self.healthy] ?? [])
  }

  /// The table inside the binary. A test holds it against the lab.
  package static let recorded: SignTable = {
    let file = sttcheck_builtin_named("signs/signs.txt")
    guard file.path != nil else { return SignTable() }
    return SignTable(parsing: String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.size), as: UTF8.self)) ?? SignTable()
  }()

  package mutating func add(_ signs: Set<Sign>, of rule: String, under traits: Set<Trait>) {
    seen[rule, default: [:]][traits, default: []].formUnion(signs)
    anywhere[rule, default: []].formUnion(signs)
  }
}

extension SignTable {
  /// One line for each cause, and under it, indented, one for each set of traits: `  raw stop: words whole`. In a fixed order.
  package var text: String {
    seen.sorted { $0.key < $1.key }.map { rule, groups in
      let lines = groups.map { "  \(Self.names($0.key)): \(Self.names($0.value))\n" }
      return "\(rule)\n\(lines.sorted().joined())"
    }.joined()
  }

  /// - Returns: Nil where a line is none of such a table. Lines that begin with `#` say something to people.
  package init?(parsing text: String) {
    let signs = Dictionary(uniqueKeysWithValues: Sign.allCases.map { ("\($0)", $0) })
    var rule: String?
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard line.hasPrefix("  ") else {
        rule = String(line)
        continue
      }
      let halves = line.dropFirst(2).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let rule, halves.count == 2 else { return nil }
      let traits = halves[0].split(separator: " ").map { Trait(rawValue: String($0)) }
      let shown = halves[1].split(separator: " ").map { signs[String($0)] }
      guard !traits.contains(nil), !shown.contains(nil) else { return nil }
      add(Set(shown.compactMap { $0 }), of: rule, under: Set(traits.compactMap { $0 }))
    }
  }

  private static func names(_ cases: some Sequence) -> String { cases.map { "\($0)" }.sorted().joined(separator: " ") }
}
