import Diagnosis
import Lab
import Running
import Testing
import Timeline

/// The figures under the table of `lab matrix --client-hop-only`.
struct ClientHopFiguresTests {
  private static func row(_ fault: String, _ rule: String, _ party: Party = .relay, found: [Matrix.Cause]) -> Matrix.Row {
    Matrix.Row(
      fault: fault, expected: [Matrix.Cause(rule: rule, party: party)], found: found, headline: "", shown: 1, sessions: 1,
      clientHopOnly: true, isVisible: true)
  }

  private static func cause(_ rule: String, _ certainty: Certainty, _ alternatives: String..., party: Party = .relay) -> Matrix.Cause {
    Matrix.Cause(rule: rule, party: party, certainty: certainty, alternatives: alternatives)
  }

  private static let rows = [
    row("early-break", "early-break", found: [cause("early-break", .inferred)]),
    row("audio-lost", "audio-lost", found: [cause("audio-altered", .suspected, "audio-lost")]),
    row("results-held-back", "results-held-back", found: [cause("results-held-back", .suspected), cause("results-slow", .suspected)]),
    row("closed-before-final", "closed-before-final", found: [cause("relay-crashed", .inferred)]),
    // Named is enough, and nothing where nothing can be seen.
    row("audio-altered", "audio-altered", found: [cause("audio-altered", .suspected, "audio-reordered")]),
    row("service-hop-left-open", "service-hop-left-open", found: []),
  ]

  @Test func eachFigureIsOfItsOwnRows() throws {
    let figures = try #require(ClientHopFigures(Self.rows))
    #expect(figures.named == 4 && figures.visible == 5)
    #expect(figures.alone == 1 && figures.told == 4)
    #expect(figures.wrong == 1)
    #expect(
      figures.sentences == [
        "named: 4 of 5 faults that a client sees anything of, 80 %", "alone and first: 1 of 4 that a client can tell, 25 %",
        "confidently wrong: 1",
      ])
    #expect(figures.exceptions.map(\.fault) == ["audio-altered", "service-hop-left-open"])
  }

  @Test func theyStandBelowTheTable() {
    let table = MatrixTable(rows: Self.rows, title: "suite small, client hop only, virtual time")
    #expect(table.rendered(.terminal).hasSuffix("\nconfidently wrong: 1"))
    let markdown = table.rendered(.markdown)
    #expect(markdown.contains("- named: 4 of 5 faults"))
    #expect(markdown.contains("| `service-hop-left-open` | neither | the row names nothing on the client hop: the client has left |"))
  }

  @Test func bothHopsHaveNone() {
    var seen = Self.rows
    for index in seen.indices { seen[index].clientHopOnly = false }
    #expect(ClientHopFigures(seen) == nil)
    #expect(!MatrixTable(rows: seen, title: "").rendered(.terminal).contains("confidently"))
  }

  /// A blind certainty on a healthy relay is the worst of all.
  @Test func aHealthyRunCountsWhereSomethingIsFound() throws {
    var healthy = Self.row("healthy", "early-break", found: [Self.cause("early-break", .proven)])
    healthy.expected = []
    #expect(try #require(ClientHopFigures([healthy])).wrong == 1)
  }

  @Test func theViewIsTheFaultsOwn() {
    for fault in FaultCatalogue.all { #expect(Matrix.clientView(of: fault.written) == fault.clientView, "\(fault.name)") }
    #expect(Matrix.clientView(of: Matrix.healthy) == .told)
    #expect(FaultCatalogue.all.count { !$0.isSeenByClient } == 16)
  }

  @Test func ofPairsBothOrOneIsNamed() throws {
    func pair(_ found: Matrix.Cause...) -> Matrix.Row {
      Matrix.Row(
        fault: "audio-lost,early-break",
        expected: [Matrix.Cause(rule: "audio-lost", party: .relay), Matrix.Cause(rule: "early-break", party: .relay)], found: found,
        headline: "", shown: 1, sessions: 1, clientHopOnly: true, isVisible: true)
    }
    let rows = [
      pair(Self.cause("audio-lost", .inferred), Self.cause("early-break", .suspected)),
      pair(Self.cause("audio-lost", .suspected, "early-break")), pair(Self.cause("audio-lost", .suspected)),
      pair(Self.cause("results-dropped", .inferred)),
    ]
    let figures = try #require(ClientHopPairs(rows))
    #expect(figures.both == 2 && figures.one == 3 && figures.visible == 4 && figures.wrong == 1)
    #expect(MatrixTable(rows: rows, title: "").rendered(.terminal).hasSuffix("\nconfidently wrong: 1"))
    #expect(ClientHopPairs(Self.rows) == nil)
  }
}
