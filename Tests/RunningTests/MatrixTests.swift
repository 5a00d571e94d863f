import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline

/// Faults of the lab in virtual time: the diagnosis must name what was put in.
struct MatrixTests {
  /// What people ask for by name; `lab matrix` plays every fault there is.
  static let everyday = [
    "container-declared-for-raw-audio", "raw-declared-for-container-audio", "sample-rate-mismatch", "close-stream-missing",
    "closed-before-final", "results-not-forwarded", "early-break", "early-break:mute", "close-stream-missing:client", "pacing-too-fast",
    "service-refused",
  ]

  @Test(.timeLimit(.minutes(5)), arguments: [false, true])
  func everydayFaultsAreNamedAndNothingElse(clientHopOnly: Bool) async throws {
    let worlds = [FaultSet()] + (try Self.everyday.map { try FaultCatalogue.parse($0) })
    let rows = try await Matrix.rows(worlds, suite: .standard, clientHopOnly: clientHopOnly, toolVersion: "test")
    #expect(rows.count == worlds.count)
    for row in rows {
      #expect(row.agrees, "\(row.fault): \(row.answer); \(row.headline)")
    }
  }

  /// Faults of which the odd scenarios of the longest suite show something that looks like another cause.
  static let oddlySeen: [(names: [String], clientHopOnly: Bool)] = [
    (["audio-held-back", "results-slow", "flooded", "no-final:service", "slow-start:service", "results-dropped:interims"], false),
    (["results-reordered", "results-slow", "protocol-violation:close-code"], true),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: oddlySeen)
  func theLongestSuiteAddsNoOtherCause(_ names: [String], clientHopOnly: Bool) async throws {
    let worlds = try names.map { try FaultCatalogue.parse($0) }
    let rows = try await Matrix.rows(worlds, suite: .full, clientHopOnly: clientHopOnly, toolVersion: "test")
    #expect(rows.count == worlds.count)
    for row in rows {
      #expect(row.agrees, "\(row.fault): \(row.answer); \(row.headline)")
    }
  }

  @Test func theSuiteIsPlayedWithTheScenariosThatShowTheFault() throws {
    let suite = Suite(name: "small", scenarios: ["baseline"])
    #expect(
      Matrix.scenarios(of: suite, for: try FaultCatalogue.parse("early-break,service-hop-left-open")).map(\.name) == [
        "baseline", "two-utterances", "hang-up",
      ])
    #expect(Matrix.scenarios(of: suite, for: FaultSet()).map(\.name) == ["baseline"])
  }

  static func row(
    expected: [Matrix.Cause], found: [Matrix.Cause], clientHopOnly: Bool = false, isVisible: Bool = true
  ) -> Matrix.Row {
    Matrix.Row(
      fault: "x", expected: expected, found: found, headline: "", shown: 1, sessions: 1, clientHopOnly: clientHopOnly, isVisible: isVisible)
  }

  static let relays = Matrix.Cause(rule: "early-break", party: .relay, certainty: .proven)
  static let services = Matrix.Cause(rule: "early-break", party: .service, certainty: .proven)
  static let suspicion = Matrix.Cause(rule: "no-final", party: .relay, certainty: .suspected, alternatives: ["early-break"])
  static let other = Matrix.Cause(rule: "audio-lost", party: .relay, certainty: .proven)

  @Test(arguments: [
    (row(expected: [], found: []), true), (row(expected: [], found: [relays]), false), (row(expected: [relays], found: []), false),
    (row(expected: [relays], found: [relays]), true), (row(expected: [relays], found: [services]), false),
    (row(expected: [relays], found: [relays, other]), false), (row(expected: [relays], found: [other]), false),
    // A suspicion is enough only where half of it cannot be seen.
    (row(expected: [relays], found: [suspicion]), false), (row(expected: [relays], found: [suspicion], clientHopOnly: true), true),
    (row(expected: [relays], found: [], clientHopOnly: true), false),
    (row(expected: [relays], found: [], clientHopOnly: true, isVisible: false), true),
    (row(expected: [relays], found: [other], clientHopOnly: true, isVisible: false), false),
    // Two at once: both are named, and no third.
    (row(expected: [relays, other], found: [other, relays]), true), (row(expected: [relays, other], found: [relays]), false),
    (row(expected: [relays, other], found: [suspicion, other]), true),
    (row(expected: [relays, other], found: [relays, other, Matrix.Cause(rule: "no-final", party: .relay, certainty: .proven)]), false),
  ])
  func aRowAgrees(_ row: Matrix.Row, agrees: Bool) { #expect(row.agrees == agrees) }

  @Test func theTableFitsATerminal() {
    let rows = [
      Self.row(expected: [Self.relays], found: [Self.relays]), Self.row(expected: [], found: []),
      Self.row(expected: [Self.relays], found: [Self.suspicion, Self.other, Self.services]),
    ]
    let table = MatrixTable(rows: rows, title: "suite small, both hops, virtual time")
    let lines = table.rendered(.terminal).split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.first == "suite small, both hops, virtual time" && lines.last == "2 of 3 agree")
    #expect(lines.count(where: { $0.hasPrefix("DISAGREES") }) == 1)
    #expect(lines.contains { $0.contains("found: no-final (or early-break), suspected, relay; and") })
    let markdown = table.rendered(.markdown)
    #expect(markdown.contains("| `x` | `early-break` | relay | `early-break` (relay) | proven | 1 of 1 | agrees |"))
    #expect(markdown.contains("| `x` | none | – | none | – | – | agrees |"))
  }

  @Test func pairsAreOfDifferentCausesAndEachIsThereOnce() {
    let pairs = FaultPairs.independent
    #expect(pairs.count > 50)
    #expect(Set(pairs.map { $0.names.sorted() }).count == pairs.count)
    for pair in pairs { #expect(pair.faults.count == 2 && pair.faults[0].rule != pair.faults[1].rule) }
  }
}
