import Chance
import Running
import Synchronization
import Testing

/// Relays by chance, played and diagnosed: the first of those that `make relays` plays by the thousand.
struct RelayTrialTests {
  /// A ratchet: what the diagnosis gets wrong of these relays today. It is lowered as the diagnosis gets better, and never raised.
  private enum Bound {
    static let wrong = 0
    static let alarms = 0
    static let missed = 0
    static let surplus = 0
    static let worse = 0
    static let untrue = 0
  }

  private static let count = 200

  @Test func noMoreIsWrongThanToday() async throws {
    let tally = Mutex(RelayTally())
    try await RelayTrials.run(0..<Self.count, of: Lottery(seed: 1), toolVersion: "test", playsSuites: false) { trial in
      tally.withLock { $0.add(trial) }
    }
    let found = tally.withLock { $0 }
    #expect(found.relays == Self.count)
    #expect(found.wrong <= Bound.wrong)
    #expect(found.alarms <= Bound.alarms)
    #expect(found.missed <= Bound.missed)
    #expect(found.surplus <= Bound.surplus)
    #expect(found.worse <= Bound.worse)
    #expect(found.untrue <= Bound.untrue)
  }

  /// Each was answered wrongly once, and stands for a kind: lost before a late dial and silence left out; behind an empty message; what came again and
  /// was not found again; two ways that were cut; told of the end in the middle; another rate beside a container; left at a time; as quiet as silence
  /// and moved; silent and cut; silence left out of other audio.
  @Test(arguments: [1534, 2133, 2920, 5546, 6078, 6432, 7020, 7429, 9266, 9612])
  func whatWasWrongOnceIsRight(_ number: Int) async throws {
    let tally = Mutex(RelayTally())
    try await RelayTrials.run(number..<number + 1, of: Lottery(seed: 1), toolVersion: "test", playsSuites: false) { trial in
      tally.withLock { $0.add(trial) }
    }
    #expect(tally.withLock { $0.isClean })
  }

  /// Side by side or one after the other, relays come in their order and say the same.
  @Test func theOrderIsTheNumbers() async throws {
    let alone = Mutex<[String]>([])
    let together = Mutex<[String]>([])
    try await RelayTrials.run(0..<6, of: Lottery(seed: 4), toolVersion: "test", atOnce: 1) { trial in
      alone.withLock { $0.append(trial.text) }
    }
    try await RelayTrials.run(0..<6, of: Lottery(seed: 4), toolVersion: "test", atOnce: 3) { trial in
      together.withLock { $0.append(trial.text) }
    }
    #expect(alone.withLock { $0 } == together.withLock { $0 })
    #expect(alone.withLock { $0.count } == 6)
  }
}
