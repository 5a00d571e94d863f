internal import Audio

/// What a relay's converter made of the client's audio, told in the client's own format again: so the two can be compared piece by piece.
///
/// Looked for are the converters that relays really have: another encoding, one channel for two, a channel for each side of a call, and of each so
/// many samples the first or the mean. Both sides are brought to µ-law for that, in which roundings vanish. A filter's output is left to `SoundComparison`.
struct Retelling {
  let comparison: AudioComparison
  let service: AudioStream

  /// So many samples at most are made one.
  private static let most = 6
  /// Samples that are compared at a time.
  private static let block = 16
  /// Below this two stretches of samples are the same sound: a part of its own loudness, or what nobody hears.
  private static let part: Float = 0.25
  private static let inaudible: Float = 0.002

  /// Nil where no plain converter makes the one of the other.
  init?(_ sent: AudioStream, _ format: AudioFormat, _ arrived: AudioStream, _ declared: AudioFormat) {
    guard declared.sampleRate > 0, format.sampleRate % declared.sampleRate == 0, format.sampleRate / declared.sampleRate <= Self.most else {
      return nil
    }
    let times = format.sampleRate / declared.sampleRate
    let heard = SampleCodec.decode(arrived.bytes, declared.encoding)
    // Where the relay has more channels, the client's audio may be on one of them, and somebody else's on the others.
    let alone = declared.channels > format.channels ? Array(0..<declared.channels) : []
    let voices =
      [Conversion.remix(heard, from: declared.channels, to: 1)]
      + alone.map { Conversion.channel($0, of: heard, channels: declared.channels) }
    let own = SampleCodec.decode(sent.bytes, format.encoding)
    let mono =
      [Conversion.remix(own, from: format.channels, to: 1)]
      + (format.channels > 1 ? [Conversion.channel(0, of: own, channels: format.channels)] : [])
    let isWhole = declared.encoding != .linear32
    let forms = mono.flatMap { times == 1 ? [$0] : [Self.means($0, of: times, isWhole: isWhole), Self.firsts($0, of: times)] }
    guard
      let (told, comparison) = voices.lazy.compactMap({ told in
        Self.comparison(of: told, with: forms, exactFor: declared.sampleRate / 2).map { (told, $0) }
      }).first
    else {
      return nil
    }
    let unit = format.frameWidth * times
    self.comparison = comparison.told(in: unit, sent: sent.bytes.count, arrived: told.count * unit)
    let again = SampleCodec.encode(
      Conversion.remix(told.flatMap { repeatElement($0, count: times) }, from: 1, to: format.channels), format.encoding)
    service = arrived.told(again, each: unit, of: declared.frameWidth)
  }

  /// Nil where what was heard is none of the forms.
  /// - Parameter exact: So many samples in a row, of a sound and the same to the bit in µ-law, come from a plain converter, whatever the rest is.
  private static func comparison(of told: [Float], with forms: [[Float]], exactFor exact: Int) -> AudioComparison? {
    let code = SampleCodec.encode(told, .mulaw)
    return forms.lazy.compactMap { form -> AudioComparison? in
      let own = SampleCodec.encode(form, .mulaw)
      guard let alignment = alignment(form, own, told, code, exactFor: exact) else { return nil }
      return AudioComparison(alignment, sent: own, arrived: code).without(shorterThan: 2 * block)
    }.first
  }

  private static func firsts(_ samples: [Float], of times: Int) -> [Float] {
    stride(from: 0, to: samples.count - samples.count % times, by: times).map { samples[$0] }
  }

  /// - Parameter isWhole: The converter's samples are whole numbers: it cuts off what is none. In a quiet sound that is much, and a piece that comes
  ///   again is only found by samples that are equal.
  static func means(_ samples: [Float], of times: Int, isWhole: Bool) -> [Float] {
    stride(from: 0, to: samples.count - samples.count % times, by: times).map {
      let mean = samples[$0..<$0 + times].reduce(0, +) / Float(times)
      return isWhole ? (mean * step).rounded(.towardZero) / step : mean
    }
  }

  /// Loudest of a sample of 16 bits, in its own steps.
  private static let step: Float = 32_768

  /// Which stretches sound the same, found block by block: at the distance of the one before, or at that of equal bytes there. Nil where less than
  /// half of what sounds does, and no long stretch exactly.
  private static func alignment(_ sent: [Float], _ own: [UInt8], _ arrived: [Float], _ code: [UInt8], exactFor exact: Int) -> ByteAlignment?
  {
    let equal = ByteAlignment(sent: own, arrived: code).runs
    // Silence alone is of any pause that is as long.
    let pause = AudioComparison.pause(in: own, like: code)
    var (fitted, next, lag) = (FittedBlocks(), 0, pause?.lowerBound ?? equal.first.map { $0.from - $0.at } ?? 0)
    for at in stride(from: 0, to: arrived.count, by: block) {
      let block = at..<min(arrived.count, at + block)
      while next < equal.count, equal[next].at + equal[next].length <= block.lowerBound { next += 1 }
      let there = next < equal.count && equal[next].at < block.upperBound ? equal[next].from - equal[next].at : lag
      let fitting = [lag, there].first { isSame(sent, $0, arrived, block) }
      fitted.add(block, isAudible: loudness(arrived[block]) > inaudible, at: fitting) { isSame(sent, $0, arrived, $1) }
      lag = fitting ?? lag
    }
    let isPlain = equal.contains { $0.length >= exact && loudness(arrived[$0.at..<$0.at + $0.length]) > inaudible }
    return isPlain || pause != nil || fitted.matched * 2 >= max(1, fitted.heard) ? ByteAlignment(fitted.runs) : nil
  }

  private static func isSame(_ sent: [Float], _ lag: Int, _ arrived: [Float], _ block: Range<Int>) -> Bool {
    let place = block.lowerBound + lag..<block.upperBound + lag
    guard place.lowerBound >= 0, place.upperBound <= sent.count else { return false }
    let off = loudness(ArraySlice(zip(sent[place], arrived[block]).map { $0 - $1 }))
    return off <= max(inaudible, part * loudness(sent[place]))
  }

  private static func loudness(_ samples: ArraySlice<Float>) -> Float {
    (samples.reduce(0) { $0 + $1 * $1 } / Float(max(1, samples.count))).squareRoot()
  }
}
