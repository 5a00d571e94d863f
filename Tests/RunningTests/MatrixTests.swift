import Diagnosis
import Running
import Scenarios
import Testing

/// Every fault of the lab in virtual time, over the whole standard suite: the diagnosis must name what was put in.
struct MatrixTests {
  @Test(.timeLimit(.minutes(5)), arguments: [false, true])
  func everyFaultIsNamedAndNothingElse(clientHopOnly: Bool) async throws {
    for row in try await Matrix.rows(.standard, clientHopOnly: clientHopOnly, toolVersion: "test") {
      #expect(
        row.agrees,
        "\(row.fault): \(row.headline); certainty \(String(describing: row.certainty)), others \(row.others), alternatives \(row.alternatives)"
      )
    }
  }
}
