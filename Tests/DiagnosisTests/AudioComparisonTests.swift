import Diagnosis
import TestSupport
import Testing

/// What was done to a stream is found from the two streams alone.
struct AudioComparisonTests {
  private static func sent(_ seed: UInt64) -> (bytes: [UInt8], random: SeededRandom) {
    var random = SeededRandom(seed: seed)
    let bytes = random.sound(samples: 24_000)
    return (bytes, random)
  }

  /// A range of whole samples, away from the ends.
  private static func range(_ length: ClosedRange<Int>, _ random: inout SeededRandom) -> Range<Int> {
    let count = 2 * Int.random(in: length, using: &random)
    let from = 2 * Int.random(in: 1000..<(23_000 - count / 2), using: &random)
    return from..<from + count
  }

  /// The first seeds that draw what a test is about: as many as it asks for, none of them looked at for nothing.
  private static func seeds(_ count: Int, where holds: @escaping (UInt64) -> Bool) -> [UInt64] {
    Array((1...).lazy.filter(holds).prefix(count))
  }

  /// Equal bytes on either side of an edit blur where it was: by as much as the silence around it.
  private static func isAbout(_ a: Int, _ b: Int) -> Bool { abs(a - b) <= 4200 }

  @Test(arguments: 1...12 as ClosedRange<UInt64>) func equalIsWhole(_ seed: UInt64) {
    let (bytes, _) = Self.sent(seed)
    let result = AudioComparison(sent: bytes, arrived: bytes, width: 2)
    #expect(result.isWhole)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>) func aMissingStart(_ seed: UInt64) {
    var (bytes, random) = Self.sent(seed)
    let lost = 2 * Int.random(in: 40...12_000, using: &random)
    let result = AudioComparison(sent: bytes, arrived: Array(bytes[lost...]), width: 2)
    #expect(result.missingAtStart == lost && result.missing == [0..<lost])
    #expect(result.missingAtEnd == 0 && result.alterations.isEmpty && result.repeated.isEmpty && result.moved.isEmpty)
    bytes = []
  }

  /// What arrives begins in a pause, and the clip began with silence too: no silence went ahead of the loss.
  @Test func aStartThatIsLostUpToAPause() {
    var random = SeededRandom(seed: 1)
    let silence = [UInt8](repeating: 0, count: 13_000)
    let (first, second) = (random.sound(samples: 20_000), random.sound(samples: 20_000))
    let sent = silence + first + silence + silence + second
    let lost = silence.count + first.count + silence.count
    let result = AudioComparison(sent: sent, arrived: Array(sent[lost...]), width: 2)
    #expect(result.missing == [0..<lost])
  }

  /// One chunk of the silence that stands at both ends of a clip is the first, where nothing else arrives.
  @Test func aBeginningIsTheBeginning() {
    var random = SeededRandom(seed: 2)
    let silence = [UInt8](repeating: 0, count: 13_000)
    let sent = silence + random.sound(samples: 20_000) + silence
    let result = AudioComparison(sent: sent, arrived: Array(sent.prefix(2048)), width: 2)
    #expect(result.missing == [2048..<sent.count] && result.missingAtStart == 0 && result.alterations.isEmpty)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>) func aMissingEnd(_ seed: UInt64) {
    var (bytes, random) = Self.sent(seed)
    let lost = 2 * Int.random(in: 40...12_000, using: &random)
    let result = AudioComparison(sent: bytes, arrived: Array(bytes.dropLast(lost)), width: 2)
    #expect(result.missing == [bytes.count - lost..<bytes.count])
    #expect(result.missingAtEnd == lost && result.missingAtStart == 0 && result.gaps.isEmpty)
    bytes = []
  }

  private static func threeCuts(_ seed: UInt64) -> (bytes: [UInt8], cuts: [Range<Int>]) {
    var (bytes, random) = sent(seed)
    return (bytes, (0..<3).map { _ in range(100...1500, &random) }.sorted { $0.lowerBound < $1.lowerBound })
  }

  private static let cutsApart = seeds(12) { seed in
    let cuts = threeCuts(seed).cuts
    return zip(cuts, cuts.dropFirst()).allSatisfy { $0.upperBound + 2000 < $1.lowerBound }
  }

  @Test(arguments: cutsApart) func gaps(_ seed: UInt64) {
    let (bytes, cuts) = Self.threeCuts(seed)
    var arrived = bytes
    for cut in cuts.reversed() { arrived.removeSubrange(cut) }
    let result = AudioComparison(sent: bytes, arrived: arrived, width: 2)
    let lost = result.missing.reduce(0) { $0 + $1.count }
    #expect(lost == bytes.count - arrived.count)
    #expect(result.missing.count == cuts.count)
    for (found, cut) in zip(result.missing, cuts) { #expect(Self.isAbout(found.lowerBound, cut.lowerBound)) }
    #expect(result.alterations.isEmpty && result.repeated.isEmpty && result.moved.isEmpty && result.added.isEmpty)
  }

  private static func onePiece(_ seed: UInt64, _ length: ClosedRange<Int>) -> (bytes: [UInt8], piece: Range<Int>) {
    var (bytes, random) = sent(seed)
    return (bytes, range(length, &random))
  }

  /// A repeated piece of silence only is silence put in, which is no fault.
  private static let piecesOfSound = seeds(10) { seed in
    let (bytes, piece) = onePiece(seed, 400...2000)
    return bytes[piece].contains { $0 != 0 }
  }

  @Test(arguments: piecesOfSound) func aRepeatedPiece(_ seed: UInt64) {
    let (bytes, twice) = Self.onePiece(seed, 400...2000)
    let arrived = Array(bytes[..<twice.upperBound]) + bytes[twice] + bytes[twice.upperBound...]
    let result = AudioComparison(sent: bytes, arrived: arrived, width: 2)
    #expect(result.missing.isEmpty && result.moved.isEmpty && result.alterations.isEmpty)
    #expect(result.repeated.reduce(0) { $0 + $1.count } > twice.count / 3)
  }

  private static let piecesBeforeOthers = seeds(10) { seed in
    let (bytes, piece) = onePiece(seed, 600...1500)
    return piece.upperBound + piece.count + 2000 < bytes.count
  }

  @Test(arguments: piecesBeforeOthers) func twoPiecesInTheWrongOrder(_ seed: UInt64) {
    let (bytes, first) = Self.onePiece(seed, 600...1500)
    let second = first.upperBound..<first.upperBound + first.count
    let arrived = Array(bytes[..<first.lowerBound]) + bytes[second] + bytes[first] + bytes[second.upperBound...]
    let result = AudioComparison(sent: bytes, arrived: arrived, width: 2)
    #expect(!result.moved.isEmpty)
    #expect(result.missing.reduce(0) { $0 + $1.count } < 2000 && result.repeated.isEmpty)
  }

  /// Messages of a container begin alike, so that a piece looks a byte longer than it is.
  @Test(arguments: 1...6 as ClosedRange<UInt64>) func twoPiecesThatBeginAlike(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let pieces = (0..<8).map { _ in
      [0xA3] + (0..<Int.random(in: 900...1300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    var late = pieces
    late.swapAt(3, 4)
    let result = AudioComparison(sent: pieces.flatMap(\.self), arrived: late.flatMap(\.self), width: 1)
    #expect(result.main(missing: result.gaps) == .moved)
    #expect(result.added.isEmpty && result.alterations.isEmpty && result.missing.allSatisfy { $0.count < 16 })
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>) func swappedBytes(_ seed: UInt64) {
    let (bytes, _) = Self.sent(seed)
    var arrived = bytes
    for at in stride(from: 0, to: arrived.count, by: 2) { arrived.swapAt(at, at + 1) }
    let result = AudioComparison(sent: bytes, arrived: arrived, width: 2)
    #expect(result.alterations.map(\.change) == [.swapped])
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>) func outOfStep(_ seed: UInt64) {
    var (bytes, random) = Self.sent(seed)
    let at = Self.range(1...1, &random).lowerBound + 1
    var arrived = bytes
    arrived.remove(at: at)
    let result = AudioComparison(sent: bytes, arrived: arrived, width: 2)
    #expect(result.alterations.contains { $0.change == .offset })
    bytes = []
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>) func zerosInstead(_ seed: UInt64) {
    let (bytes, _) = Self.sent(seed)
    let result = AudioComparison(sent: bytes, arrived: [UInt8](repeating: 0, count: bytes.count), width: 2)
    #expect(result.alterations.map(\.change) == [.blanked])
    var arrived = bytes
    arrived.replaceSubrange(10_000..<14_000, with: [UInt8](repeating: 0, count: 4000))
    let part = AudioComparison(sent: bytes, arrived: arrived, width: 2)
    #expect(part.alterations.map(\.change) == [.blanked] && part.alterations.allSatisfy { $0.arrived == $0.sent } && part.missing.isEmpty)
  }

  /// Little that arrives, and is silence, is the pause that the stream has: the rest of it is missing, and nothing was changed.
  @Test(arguments: 1...6 as ClosedRange<UInt64>) func aPauseIsNoChange(_ seed: UInt64) {
    var (bytes, _) = Self.sent(seed)
    bytes.replaceSubrange(10_000..<16_000, with: [UInt8](repeating: 0, count: 6000))
    let result = AudioComparison(sent: bytes, arrived: [UInt8](repeating: 0, count: 4000), width: 2)
    #expect(result.alterations.isEmpty && !result.unrelated)
    #expect(result.missing.reduce(0) { $0 + $1.count } == bytes.count - 4000)
  }

  /// A piece that is lost where the sound ends: the pause behind it takes its place.
  @Test(arguments: 1...6 as ClosedRange<UInt64>, [false, true]) func whatIsLostBeforeAPauseIsNoChange(_ seed: UInt64, atTheEnd: Bool) {
    var (bytes, _) = Self.sent(seed)
    let end = atTheEnd ? bytes.count : 16_000
    bytes.replaceSubrange(10_300..<end, with: [UInt8](repeating: 0, count: end - 10_300))
    var arrived = bytes
    arrived.removeSubrange(10_000..<12_048)
    let result = AudioComparison(sent: bytes, arrived: arrived, width: 2)
    #expect(result.alterations.isEmpty && !result.unrelated)
    // A little sound at its edge is no sound: then it is the pause that is shorter.
    #expect(result.missing.map(\.count) == [2048])
  }

  /// Silence in front, between and behind is what relays do to keep a connection alive.
  @Test(arguments: 1...6 as ClosedRange<UInt64>) func silencePutInIsNoFault(_ seed: UInt64) {
    let (bytes, _) = Self.sent(seed)
    let silence = [UInt8](repeating: 0, count: 3200)
    let result = AudioComparison(sent: bytes, arrived: silence + bytes[..<20_000] + silence + bytes[20_000...] + silence, width: 2)
    #expect(result.isWhole)
  }

  /// Synthetic speech says a sound twice in the same bytes: what arrives is the first of the two, wherever the blocks fall.
  @Test(arguments: 1...32 as ClosedRange<UInt64>) func aSoundThatComesTwice(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let (sound, other) = (random.sound(samples: 2000), random.sound(samples: 15_000 + Int(seed)))
    let pause = [UInt8](repeating: 0, count: 13_000 + 2 * Int(seed))
    let tail = random.sound(samples: 1000)
    let cut = AudioComparison(
      sent: pause + sound + other + sound + tail, arrived: Array(pause[..<870]) + sound + other + sound + tail, width: 2)
    #expect(cut.repeated.isEmpty && cut.moved.isEmpty && cut.alterations.isEmpty && cut.added.isEmpty, "\(cut)")
    #expect(cut.missing.allSatisfy { $0.upperBound <= pause.count + 4200 }, "\(cut.missing)")
  }

  @Test func anotherSoundIsUnrelated() {
    #expect(AudioComparison(sent: Self.sent(1).bytes, arrived: Self.sent(2).bytes, width: 2).unrelated)
  }
}
