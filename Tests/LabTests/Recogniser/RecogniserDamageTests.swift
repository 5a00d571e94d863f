import Audio
import TestSupport
import Testing
import Lab

/// Damaged streams: what is whole is found, what is not there is never given out.
struct RecogniserDamageTests {
  private static let rate = 44_100.0

  /// Twelve places and lengths, from one chunk to a second.
  static let gaps: [(start: Double, seconds: Double)] = {
    var generator = SeededRandom(seed: 7)
    let lengths = [1024 / rate, 0.1, 0.25, 0.5, 1]
    return (0..<12).map { _ in
      (Double.random(in: 0.3...8.5, using: &generator), lengths.randomElement(using: &generator) ?? 0.1)
    }
  }()

  @Test(arguments: gaps)
  func audioLostInTheMiddle(start: Double, seconds: Double) {
    let clip = SpokenFixtures.clip("ten-seconds")
    var samples = clip.monoSamples
    samples.removeSubrange(Int(start * Self.rate)..<Int((start + seconds) * Self.rate))
    let heard = Hearing.words(samples, rate: 44_100).map(\.word)
    // A word that lost less than it takes to say a consonant may count or not; one that lost half may not.
    let whole = clip.words.filter { $0.end <= start || $0.start >= start + seconds }.map(\.word)
    let mostly = clip.words.filter {
      min($0.end, start + seconds) - max($0.start, start) < 0.4 * ($0.end - $0.start)
    }.map(\.word)
    #expect(Self.isSubsequence(whole, of: heard), "\(whole) in \(heard)")
    #expect(Self.isSubsequence(heard, of: mostly), "\(heard) in \(mostly)")
  }

  @Test func partsInAnotherOrder() {
    let all = SpokenFixtures.clip("ten-seconds").monoSamples
    func part(_ from: Double, _ to: Double) -> ArraySlice<Float> { all[Int(from * Self.rate)..<Int(to * Self.rate)] }
    let heard = Hearing.words(Array(part(0, 3) + part(6, 8.2) + part(3, 6)), rate: 44_100).map(\.word)
    #expect(
      heard == SpokenFixtures.words("ten-seconds", to: 3) + SpokenFixtures.words("ten-seconds", from: 6, to: 8.2)
        + SpokenFixtures.words("ten-seconds", from: 3, to: 6))
  }

  @Test func aWordThatIsReplacedBySilenceOrByAnother() {
    let clip = SpokenFixtures.clip("ten-seconds")
    let blue = clip.words.first { $0.word == "blue" }
    let opened = clip.words.first { $0.word == "opened" }
    guard let blue, let opened else { return #expect(Bool(false)) }
    var samples = clip.monoSamples
    for index in Int(blue.start * Self.rate)..<Int(blue.end * Self.rate) { samples[index] = 0 }
    let source = clip.monoSamples[Int(0.4 * Self.rate)...]
    for index in Int(opened.start * Self.rate)..<Int(opened.end * Self.rate) {
      samples[index] = source[source.startIndex + index - Int(opened.start * Self.rate)]
    }
    let heard = Hearing.words(samples, rate: 44_100).map(\.word)
    #expect(heard == SpokenFixtures.words("ten-seconds").filter { $0 != "blue" && $0 != "opened" })
  }

  private static func isSubsequence(_ part: [String], of whole: [String]) -> Bool {
    var rest = whole[...]
    for word in part {
      guard let place = rest.firstIndex(of: word) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }
}
