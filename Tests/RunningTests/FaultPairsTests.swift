import Diagnosis
import Lab
import Running
import Scenarios
import Testing

/// Two faults at once: two independent ones give two causes, a cause and its echo give one.
struct FaultPairsTests {
  /// A sample spread evenly over all of them; `lab matrix --pairs` plays each.
  @Test(.timeLimit(.minutes(5)))
  func twoIndependentFaultsGiveTwoCauses() async throws {
    let pairs = FaultPairs.independent
    let stride = pairs.count / 6
    let worlds = (0..<6).map { pairs[$0 * stride + stride / 3] }
    let rows = try await Matrix.rows(worlds, suite: .standard, clientHopOnly: false, toolVersion: "test", atOnce: 2)
    #expect(rows.count == worlds.count)
    for row in rows { #expect(row.agrees, "\(row.fault): \(row.answer)") }
  }

  /// What the second would show is the first's doing.
  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      ("early-break", "closed-before-final"), ("close-stream-missing", "service-hop-left-open"), ("audio-held-back", "pacing-bursty"),
      ("sample-rate-mismatch", "transcript-wrong"),
    ])
  func aCauseAndItsEchoGiveOne(_ cause: String, _ echo: String) async throws {
    let world = try FaultCatalogue.parse(cause)
    let rows = try await Matrix.rows([world], suite: .standard, clientHopOnly: false, toolVersion: "test")
    #expect(rows.first?.found.map(\.rule) == [cause], "\(echo) is no cause of its own: \(rows.first?.answer ?? "")")
  }

  @Test func whatSharesTheSameBytesIsNoPair() throws {
    let names = Set(FaultPairs.independent.map { $0.faults.map(\.rule).sorted().joined(separator: "+") })
    #expect(names.count > 200)
    for hidden in ["audio-lost+audio-reordered", "close-frame-missing+protocol-violation", "close-not-relayed+close-stream-missing"] {
      #expect(!names.contains(hidden), "\(hidden)")
    }
  }
}
