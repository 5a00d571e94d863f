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
  /// and moved; silent and cut; silence left out of other audio; of seed 2: nothing but words in an audio message; a Close in place of which TCP ends; many doubts for one way; reset in the
  /// handshake; by chance as long as another rate would be; held, and joined to nothing; let go at each end; other audio that is half as loud; a
  /// Metadata written anew; words that contradict themselves in a burst; silence through a converter; a service that knows no such text; a control
  /// message amid audio; results in front of a close; of seed 3: nothing came over a cut way; what a service says twice
  /// over; like what was sent; late when the relay leaves; torn off behind the stop; no answer to a handshake; a little lost, with words; held when the
  /// relay leaves; silence left out beside other bytes; ended by the client; a Close held up; dialled twice; left just before the final; the rest of a
  /// chunk before a pause; through in the middle; late by a little of each; cut for a client that comes back; deaf to text; like A-law.
  @Test(arguments: [
    (1, 1534), (1, 2133), (1, 2920), (1, 5546), (1, 6078), (1, 6432), (1, 7020), (1, 7429), (1, 9266), (1, 9612), (2, 1059), (2, 4026),
    (2, 4739),
    (2, 4796), (2, 5140), (2, 6393), (2, 6696), (2, 6910), (2, 6913), (2, 6935), (2, 7936), (2, 8160), (2, 8163), (2, 9043), (3, 26),
    (3, 1430), (3, 1849), (3, 3016), (3, 3168), (3, 3626), (3, 3819), (3, 3868), (3, 4216), (3, 4459), (3, 4716), (3, 5008), (3, 5383),
    (3, 7059), (3, 7716), (3, 8208), (3, 8699), (3, 9248), (3, 9826),
  ])
  func whatWasWrongOnceIsRight(_ seed: UInt64, _ number: Int) async throws {
    let tally = Mutex(RelayTally())
    try await RelayTrials.run(number..<number + 1, of: Lottery(seed: seed), toolVersion: "test", playsSuites: true) { trial in
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
