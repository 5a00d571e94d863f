import FuzzTargets
import Foundation
import Testing

/// Every reader of what others wrote, fed with twenty thousand mutations of good inputs.
///
/// `STTCHECK_FUZZ_INPUTS=N` makes N of each (`make fuzz`: a million), `STTCHECK_FUZZ_ONLY=NAME` of one alone. Each has a seed of its own, counted from `STTCHECK_FUZZ_SEED`; the last one
/// begun stands in `sttcheck-fuzz-NAME.txt` of the temporary folder where N was given.
struct FuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let wanted = environment["STTCHECK_FUZZ_INPUTS"].flatMap { Int($0) }
  private static let first = environment["STTCHECK_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

  @Test(.timeLimit(.minutes(60)), arguments: FuzzTarget.all.map(\.name).filter { environment["STTCHECK_FUZZ_ONLY"] ?? $0 == $0 })
  func nothingTrapsAndWhatMustHoldHolds(_ name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    for seed in target.seeds { #expect(target.run(seed) == nil) }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-fuzz-\(name).txt")
    for round in 0..<UInt64(Self.wanted ?? target.rounds) {
      let seed = Self.first &+ round
      if Self.wanted != nil, round % 1000 == 0 { try Data("from seed \(seed)\n".utf8).write(to: file) }
      var mutator = ByteMutator(seed: seed)
      let input = mutator.input(for: target)
      if let broken = target.run(input) {
        Issue.record("\(name), seed \(seed): \(broken); the input: \(String(decoding: input.prefix(400), as: UTF8.self).debugDescription)")
        return
      }
    }
  }
}

extension FuzzTarget {
  static let all = pure + [.requestHeads, .opus, .profiles, .scenarios]

  /// Of the normal run.
  var rounds: Int { 20_000 }
}
