import Diagnosis
import Testing
import Timeline

@testable import Reporting

/// What else it may be, told once for all that one look tells apart.
struct AlternativeGroupTests {
  private static func groups(_ alternatives: [(String, Separation)]) -> [AlternativeGroup] {
    AlternativeGroup.all(
      of: Finding(
        rule: "no-messages", certainty: .suspected, severity: .error, party: .relay, cause: "", summary: "", remedy: "", evidence: [],
        alternatives: alternatives.map { Alternative(rule: $0, separateBy: $1) }, provoked: false))
  }

  private static func look(_ sign: String) -> Separation { .serviceHop(shows: sign) }

  @Test func oneLookAtTheServiceHopIsSaidOnce() {
    let groups = Self.groups([
      ("a", Self.look("who closes")), ("b", .play(scenario: "baseline", tries: "one sentence")), ("c", Self.look("what arrives")),
    ])
    #expect(groups.map(\.rules) == [["a", "c"], ["b"]])
    #expect(groups[0].signs == ["who closes", "what arrives"] && groups[1].signs.isEmpty)
    #expect(groups[0].separateBy == "\(Separation.serviceHopWay), for each of them")
  }

  @Test func theSameSignOfAllNeedsNoList() {
    let groups = Self.groups([("a", Self.look("who closes")), ("b", Self.look("who closes"))])
    #expect(groups.map(\.rules) == [["a", "b"]])
    #expect(groups[0].signs.isEmpty && groups[0].separateBy == Self.look("who closes").text)
  }
}
