internal import CBuiltIns
internal import Timeline

/// What clients saw of each cause when the lab played it: every sign of every session, by what the session tried.
///
/// Recorded by `sttcheck lab signs`, over habits of healthy relays, scenarios, formats and networks, and never written by hand. A cause is out of
/// the question only where no playing of it showed what was seen.
package struct SignTable: Sendable, Equatable {
  package typealias Rows = [Set<Trait>: Set<Sign>]

  /// Signs by causes, then by traits: of no cause, of each, and of two at once what neither shows by itself.
  package private(set) var seen: [Set<String>: Rows] = [:]
  package var settings = PlayedSettings()

  /// The same under any traits.
  private var anywhere: [Set<String>: Set<Sign>] = [:]

  package init() {}

  /// What may be seen of these causes, alone or side by side, under these traits.
  ///
  /// Where a cause was not played under them, or not in this setting, anything may be seen that was ever seen of it or of a healthy relay.
  /// - Parameter setting: Nil for one that was played.
  package func signs(of causes: Set<String>, under traits: Set<Trait>, in setting: Setting? = nil) -> Set<Sign> {
    guard causes.count > 1 else { return ownSigns(of: causes, under: traits, in: setting) }
    let together = seen[causes]?[traits] ?? []
    return causes.reduce(into: together) { $0.formUnion(ownSigns(of: [$1], under: traits, in: setting)) }
  }

  private func ownSigns(of causes: Set<String>, under traits: Set<Trait>, in setting: Setting?) -> Set<Sign> {
    guard let own = seen[causes] else { return Set(Sign.allCases) }
    if setting.map(settings.contains) ?? true, let row = own[traits] { return row }
    return anywhere[causes, default: []].union(anywhere[[], default: []])
  }

  /// The table inside the binary. A test holds it against the lab.
  package static let recorded: SignTable = {
    let file = sttcheck_builtin_named("signs/signs.txt")
    guard file.path != nil else { return SignTable() }
    return SignTable(parsing: String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.size), as: UTF8.self)) ?? SignTable()
  }()

  package mutating func add(_ signs: Set<Sign>, of causes: Set<String>, under traits: Set<Trait>) {
    seen[causes, default: [:]][traits, default: []].formUnion(signs)
    anywhere[causes, default: []].formUnion(signs)
  }
}

extension SignTable {
  /// What was played, as in `played: 400 ms, 250 ms, linear16/16000/1`: the longest way, the longest message, every format. Then one line for each
  /// set of causes, and under it, indented, one for each set of traits: `  raw stop: words whole`. In a fixed order.
  package var text: String {
    let played = ([settings.farthest, settings.longestMessage].map(Self.milliseconds) + settings.formats.sorted()).joined(separator: ", ")
    let rows = seen.map { (name: Self.name($0.key), rows: $0.value) }.sorted { $0.name < $1.name }.map { name, groups in
      let lines = groups.map { "  \(Self.names($0.key)): \(Self.names($0.value))\n" }
      return "\(name)\n\(lines.sorted().joined())"
    }
    return "\(Self.playedMark)\(played)\n\(rows.joined())"
  }

  /// - Returns: Nil where a line is none of such a table. Lines that begin with `#` say something to people.
  package init?(parsing text: String) {
    let signs = Dictionary(uniqueKeysWithValues: Sign.allCases.map { ("\($0)", $0) })
    var causes: Set<String>?
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix(Self.playedMark) {
        guard let read = Self.settings(parsing: line.dropFirst(Self.playedMark.count)) else { return nil }
        settings = read
        continue
      }
      guard line.hasPrefix("  ") else {
        causes = line == Self.healthy ? [] : Set(line.split(separator: " + ").map(String.init))
        continue
      }
      let halves = line.dropFirst(2).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let causes, halves.count == 2 else { return nil }
      let traits = halves[0].split(separator: " ").map { Trait(rawValue: String($0)) }
      let shown = halves[1].split(separator: " ").map { signs[String($0)] }
      guard !traits.contains(nil), !shown.contains(nil) else { return nil }
      add(Set(shown.compactMap { $0 }), of: causes, under: Set(traits.compactMap { $0 }))
    }
  }

  /// What stands in place of a cause where nothing is wrong.
  package static let healthy = "healthy"
  private static let playedMark = "played: "

  /// `audio-lost + close-not-relayed`; `healthy` for none.
  package static func name(_ causes: Set<String>) -> String { causes.isEmpty ? healthy : causes.sorted().joined(separator: " + ") }

  private static func settings(parsing text: Substring) -> PlayedSettings? {
    let parts = text.split(separator: ", ").map(String.init)
    guard parts.count > 2, let farthest = nanoseconds(parts[0]), let longest = nanoseconds(parts[1]) else { return nil }
    return PlayedSettings(formats: Set(parts.dropFirst(2)), farthest: farthest, longestMessage: longest)
  }

  /// Rounded up: what was played counts.
  private static func milliseconds(_ time: Nanoseconds) -> String { "\((time + 999_999) / 1_000_000) ms" }

  private static func nanoseconds(_ text: String) -> Nanoseconds? {
    guard text.hasSuffix(" ms"), let number = Int64(text.dropLast(3)) else { return nil }
    return .milliseconds(Double(number))
  }

  private static func names(_ cases: some Sequence) -> String { cases.map { "\($0)" }.sorted().joined(separator: " ") }
}
