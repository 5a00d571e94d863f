import Audio
import TestSupport
import Testing

@Suite struct ConversionTests {
  @Test func theSameFormatGivesTheSameBytes() {
    var random = SeededRandom(seed: 3)
    let bytes = random.bytes(1_001)
    #expect(Conversion.convert(bytes, from: AudioFormat(), to: AudioFormat()) == bytes)
  }

  @Test func channelsAreMixedAndCopied() {
    let stereo: [Float] = [0.5, -0.5, 0.25, 0.75]
    #expect(Conversion.remix(stereo, from: 2, to: 1) == [0, 0.5])
    #expect(Conversion.remix([0.1, 0.2], from: 1, to: 3) == [0.1, 0.1, 0.1, 0.2, 0.2, 0.2])
    #expect(Conversion.remix(stereo, from: 2, to: 3) == [0, 0, 0, 0.5, 0.5, 0.5])
    #expect(Conversion.channel(1, of: stereo, channels: 2) == [-0.5, 0.75])
  }

  @Test func anIncompleteSampleIsDropped() {
    let from = AudioFormat(channels: 2)
    let to = AudioFormat(encoding: .mulaw, channels: 2)
    #expect(Conversion.convert([0, 0, 0, 0, 1, 1], from: from, to: to) == [0xFF, 0xFF])
  }

  @Test func stereoKeepsItsChannelsApartWhenTheRateChanges() {
    let left = Sound.sine(hertz: 300, rate: 16_000, seconds: 0.5)
    let stereo: [Float] = left.flatMap { sample -> [Float] in [sample, 0] }
    let bytes = Conversion.convert(
      SampleCodec.encode(stereo, .linear32), from: AudioFormat(encoding: .linear32, sampleRate: 16_000, channels: 2),
      to: AudioFormat(encoding: .linear32, sampleRate: 8_000, channels: 2))
    let samples = SampleCodec.decode(bytes, .linear32)
    #expect(samples.count == 8_000)
    #expect(abs(Sound.middleLevel(Conversion.channel(0, of: samples, channels: 2)) + 9.03) < 0.1)
    #expect(Conversion.channel(1, of: samples, channels: 2).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [(44_100, 16_000), (44_100, 8_000), (48_000, 44_100), (8_000, 44_100), (16_000, 48_000), (44_100, 22_050)])
  func whatBothRatesCarryPassesUnchanged(from: Int, to: Int) {
    let hertz = 0.85 * Double(min(from, to)) / 2
    let resampler = Resampler(from: from, to: to)
    for hertz in [100, hertz / 3, hertz] {
      let tone = Sound.sine(hertz: hertz, rate: from, seconds: 0.2)
      let result = resampler.resample(tone)
      #expect(result.count == tone.count * to / from)
      #expect(abs(Sound.middleLevel(result) - Sound.middleLevel(tone)) < 0.1, "\(hertz) Hz")
    }
  }

  @Test(arguments: [(44_100, 16_000), (44_100, 8_000), (48_000, 40_000)])
  func whatTheNewRateCannotCarryIsGone(from: Int, to: Int) {
    let nyquist = Double(to) / 2
    let resampler = Resampler(from: from, to: to)
    for hertz in stride(from: 1.1 * nyquist, to: min(2.5 * nyquist, 0.98 * Double(from) / 2), by: 1_331) {
      let tone = Sound.sine(hertz: hertz, rate: from, seconds: 0.1)
      #expect(Sound.middleLevel(resampler.resample(tone)) < Sound.middleLevel(tone) - 70, "\(hertz) Hz")
    }
  }

  @Test func aPulseKeepsItsTime() {
    var pulse = [Float](repeating: 0, count: 44_100)
    pulse[22_050] = 1
    let result = Resampler(from: 44_100, to: 16_000).resample(pulse)
    let peak = result.indices.max { result[$0] < result[$1] }
    #expect(peak == 8_000)
  }

  @Test func thereAndBackIsNearlyTheSame() {
    let tone = Sound.sine(hertz: 440, rate: 16_000, seconds: 0.5)
    let back = Resampler(from: 44_100, to: 16_000).resample(Resampler(from: 16_000, to: 44_100).resample(tone))
    for at in 1_000..<7_000 { #expect(abs(back[at] - tone[at]) < 0.000_5) }
  }

  @Test func nothingBecomesNothing() {
    #expect(Resampler(from: 8_000, to: 44_100).resample([]).isEmpty)
    #expect(Conversion.convert([], from: AudioFormat(), to: AudioFormat(encoding: .alaw, sampleRate: 8_000)).isEmpty)
  }
}
