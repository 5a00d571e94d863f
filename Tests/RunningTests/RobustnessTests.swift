import Diagnosis
import Lab
import Running
import Scenarios
import Testing
import Timeline
import Wire

/// A recording can be anything: cut off, out of order, full of what a hostile relay wrote. The diagnosis says what it can, and never falls over.
struct RobustnessTests {
  @Test(.timeLimit(.minutes(5)), arguments: ["healthy", "early-break", "close-stream-missing", "service-refused"])
  func damagedRecordingsAreDiagnosed(_ name: String) throws {
    let faults = name == "healthy" ? FaultSet() : try FaultCatalogue.parse(name)
    let scenarios = ["baseline"].compactMap(BuiltIns.scenario)
    let whole = try VirtualRun.play(RunPlan(scenarios: scenarios, faults: faults), toolVersion: "test")
    var random = SplitMix64(seed: 42)
    for round in 0..<25 {
      let damaged = damage(whole, &random)
      let result = Diagnosis.diagnose(damaged)
      if round == 0 { #expect(result == Diagnosis.diagnose(damaged), "the same recording gives the same diagnosis") }
      #expect(result.checklist.count == 5)
      let ids = Set(damaged.events.map(\.id))
      let named = (result.rootCauses.map(\.finding) + result.notices).flatMap(\.evidence).flatMap(\.events)
      #expect(named.allSatisfy(ids.contains), "evidence names events that exist")
    }
  }

  private func damage(_ recording: Recording, _ random: inout SplitMix64) -> Recording {
    var copy = recording
    for _ in 0..<Int.random(in: 1...40, using: &random) where copy.events.count > 2 {
      let index = Int.random(in: 0..<copy.events.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: copy.events.remove(at: index)
      case 1: copy.events.swapAt(index, Int.random(in: 0..<copy.events.count, using: &random))
      case 2: copy.events.removeLast(min(copy.events.count - 1, 50))
      case 3: copy.events[index].at = Int64.random(in: 0..<30_000_000_000, using: &random)
      default:
        guard case .frame(var frame) = copy.events[index].kind else { continue }
        let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        frame.frame = Frame(opcode: frame.frame.opcode, payload: bytes)
        copy.events[index].kind = .frame(frame)
      }
    }
    return copy
  }
}
