import Testing

@testable import Diagnosis

/// What a relay's converter made of the client's audio.
struct RetellingTests {
  @Test func wholeNumbersHaveNoHalves() {
    let samples: [Float] = [3, 4, -3, -4, 10, 20].map { $0 / 32_768 }
    #expect(Retelling.means(samples, of: 2, isWhole: true).map { $0 * 32_768 } == [3, -3, 15])
    #expect(Retelling.means(samples, of: 2, isWhole: false).map { $0 * 32_768 } == [3.5, -3.5, 15])
  }

  /// Through a converter a piece that comes again is not always found, and pushes a pause into the place of sound.
  @Test func aPauseBesideWhatCameAgainIsNoSoundThatIsGone() {
    let sent = (0..<2000).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 7) }
    let arrived = sent[..<1000] + sent[500..<1000] + [UInt8](repeating: 0, count: 200) + sent[1200...]
    let runs: [ByteAlignment.Run] = [
      .init(from: 0, at: 0, length: 1000), .init(from: 500, at: 1000, length: 500), .init(from: 1200, at: 1700, length: 800),
    ]
    let compared = AudioComparison(ByteAlignment(runs), sent: sent, arrived: Array(arrived))
    #expect(compared.alterations.map(\.change) == [.blanked])
    let told = compared.told(in: 2, sent: 4000, arrived: 5000)
    #expect(told.alterations.isEmpty)
    #expect(told.repeated == [2000..<3000, 3000..<3400])
  }
}
