/// Tells headerless samples by which reading of the bytes is the most predictable.
///
/// Each reading is a hypothesis that costs so many bits (`CodeLength`); so is noise, at 8 bits a byte. The cheapest wins if it
/// beats the next by 24 bits and 2 % of the bytes (more or less for readings that are alike). So white noise is `unknown`, and little evidence is little confidence.
enum RawAudioSniffer {
  private static let block = 64
  private static let leastBlocks = 4
  private static let mostBytes = 16_384

  static func judge(_ bytes: [UInt8]) -> AudioJudgement {
    let blocks = stride(from: 0, to: bytes.count, by: block).map { bytes[$0..<min(bytes.count, $0 + block)] }
    let sounding = blocks.indices.filter { !isQuiet(blocks[$0]) }
    guard let first = sounding.first, let last = sounding.last else {
      return AudioJudgement(
        guess: .silence, confidence: bytes.count >= 256 ? 0.99 : 0.6, why: "all \(bytes.count) bytes are digital silence")
    }
    guard sounding.count >= leastBlocks else {
      return AudioJudgement(guess: .unknown, confidence: 1, why: "too few bytes of sound to judge by")
    }
    let sound = bytes[first * block..<min(bytes.count, (last + 1) * block, first * block + mostBytes)]
    if let float = floats(sound) { return float }
    return compare(sound, resting: blocks.first(where: isQuiet)?.first)
  }

  private static func compare(_ sound: ArraySlice<UInt8>, resting: UInt8?) -> AudioJudgement {
    let count = Double(sound.count)
    let costs = RawReading.allCases.map { reading in
      let samples = reading.samples(sound)
      // A reading that skips bytes at the ends pays for them at its own rate.
      let bits = CodeLength.bits(samples) * count / Double(samples.count * reading.width)
      return (reading: reading, bits: bits + reading.price - bonus(reading, resting: resting))
    }.sorted { $0.bits < $1.bits }
    let best = costs[0]
    let next = costs[1]
    // Against noise and unlike readings; then against the rival, by what it takes to tell these two apart.
    let confidence = min(
      confidence(saved: 8 * count - best.bits, share: 0.16, of: count),
      confidence(saved: next.bits - best.bits, share: share(best.reading, next.reading), of: count))
    let rate = "\(oneDecimal(best.bits / count)) bits each"
    let other = next.bits < 8 * count ? "\(next.reading.guess.name) in \(oneDecimal(next.bits / count))" : "noise in 8"
    guard confidence >= 0.5, best.bits < 7.3 * count else {
      let why = "\(best.reading.guess.name) would explain the bytes in \(rate), \(other): no clear difference"
      return AudioJudgement(guess: .unknown, confidence: 1 - min(0.5, confidence), why: why)
    }
    return AudioJudgement(
      guess: best.reading.guess, confidence: min(0.99, confidence),
      why: "\(best.reading.guess.name) explain the bytes in \(rate), \(other)")
  }

  /// Bits a byte that the best reading must save to be even with doubt.
  private static func share(_ best: RawReading, _ next: RawReading) -> Double {
    switch (best, next) {
    // The same high bytes, and low bytes of a neighbour: a small difference, but the same in every sample.
    case (.bigEndian, .offByOne), (.offByOne, .bigEndian): 0.04
    // They share their sign bit and nearly their silence.
    case (.mulaw, .alaw), (.alaw, .mulaw): 0.48
    default: 0.16
    }
  }

  private static func confidence(saved: Double, share: Double, of count: Double) -> Double {
    let margin = max(0, saved)
    return margin / (margin + 24 + share * count)
  }

  /// Bits for a reading whose zero is the byte that pauses rest at.
  private static func bonus(_ reading: RawReading, resting: UInt8?) -> Double {
    switch (reading, resting) {
    case (.mulaw, 0xFF), (.mulaw, 0x7F), (.alaw, 0xD5), (.alaw, 0x55): 32
    case (.linear16, 0), (.bigEndian, 0), (.offByOne, 0): 32
    default: 0
    }
  }

  /// Floats between 2^-60 and 4 are rare by chance: a quarter of the exponents, and loud samples of other encodings now and then.
  private static func floats(_ sound: ArraySlice<UInt8>) -> AudioJudgement? {
    var nonzero = 0
    var plausible = 0
    for at in stride(from: sound.startIndex, to: sound.endIndex - 3, by: 4) {
      let pattern = UInt32(sound[at]) | UInt32(sound[at + 1]) << 8 | UInt32(sound[at + 2]) << 16 | UInt32(sound[at + 3]) << 24
      if pattern & 0x7FFF_FFFF == 0 { continue }
      nonzero += 1
      if (127 - 60..<127 + 2).contains(Int(pattern >> 23 & 0xFF)) { plausible += 1 }
    }
    let why = "\(plausible) of \(nonzero) words are floats of the size of samples"
    if nonzero >= 32, plausible * 100 >= nonzero * 98 {
      return AudioJudgement(guess: .linear32, confidence: 0.98, why: why)
    }
    // Too many for chance, too few for certainty: nothing else may be claimed either.
    return plausible * 10 >= nonzero * 7 ? AudioJudgement(guess: .unknown, confidence: 0.5, why: why) : nil
  }

  /// One byte over and over, or nothing beyond the smallest steps of linear16, µ-law or A-law.
  private static func isQuiet(_ block: ArraySlice<UInt8>) -> Bool {
    guard let first = block.first else { return true }
    if block.allSatisfy({ $0 == first }) { return true }
    if block.allSatisfy({ $0 | 0x81 == 0xFF }) || block.allSatisfy({ $0 | 0x81 == 0xD5 }) { return true }
    return RawReading.linear16.samples(block).allSatisfy { (-2...2).contains($0) }
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((max(0, value) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
