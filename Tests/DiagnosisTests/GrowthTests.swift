import TestSupport
import Testing
import Timeline

@testable import Diagnosis

struct GrowthTests {
  private static func values(_ count: Int, every: Double, _ delay: (Int) -> Double) -> [(at: Nanoseconds, delay: Nanoseconds)] {
    (0..<count).map { (.seconds(Double($0) * every), .milliseconds(delay($0))) }
  }

  @Test func aSlopeIsFoundThroughNoise() throws {
    var random = SeededRandom(seed: 7)
    let growth = try #require(Growth(Self.values(120, every: 1) { 100 + 5 * Double($0) + Double.random(in: 0...80, using: &random) }))
    #expect(abs(growth.perMinute.seconds - 0.3) < 0.03 && growth.count == 120)
    #expect(growth.rate.hasSuffix(" ms a minute"))
  }

  /// Noise, a single late one, a step, a peak, a delay that shrinks, and what is too short to be told.
  @Test func whatIsNoSlopeIsNone() {
    var random = SeededRandom(seed: 8)
    #expect(Growth(Self.values(120, every: 1) { _ in 100 + Double.random(in: 0...400, using: &random) }) == nil)
    #expect(Growth(Self.values(120, every: 1) { $0 == 119 ? 9000 : 100 }) == nil)
    #expect(Growth(Self.values(120, every: 1) { $0 < 60 ? 100 : 900 }) == nil)
    #expect(Growth(Self.values(120, every: 1) { $0 == 60 ? 4000 : 100 + Double($0 % 3) }) == nil)
    #expect(Growth(Self.values(120, every: 1) { 900 - 5 * Double($0) }) == nil)
    #expect(Growth(Self.values(20, every: 1) { 100 + 50 * Double($0) }) == nil)
    #expect(Growth(Self.values(8, every: 10) { 100 + 50 * Double($0) }) == nil)
    #expect(Growth([]) == nil)
  }

  @Test(arguments: [
    (60.0, RoundInterval.Count.quiet, "nginx"), (60.4, .quiet, "nginx"), (100.1, .quiet, "Cloudflare"), (300, .quiet, "Envoy"),
    (30.2, .life, "token"), (40.0, .life, "20 s"),
  ])
  func roundTimesAreNamed(_ seconds: Double, _ count: RoundInterval.Count, _ word: String) {
    #expect(RoundInterval(.seconds(seconds), of: count)?.whose?.contains(word) == true)
  }

  @Test func othersAreNot() {
    #expect(RoundInterval(.seconds(63), of: .quiet) == nil)
    #expect(RoundInterval(.seconds(47.3), of: .life) == nil)
    #expect(RoundInterval(.seconds(0), of: .life) == nil)
    // Somebody's setting, and nobody's that is known.
    #expect(RoundInterval(.seconds(80.1), of: .quiet).map { $0.whose == nil && $0.length == .seconds(80) } == true)
  }
}
