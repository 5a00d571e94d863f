import Audio
import TestSupport
import Testing

@Suite struct EnvelopeTests {
  @Test(arguments: [8_000, 11_025, 16_000, 22_050, 44_100, 48_000])
  func thereAreAHundredFramesASecond(rate: Int) {
    let frames = Envelope.frames(Sound.sine(hertz: 500, rate: rate, seconds: 2), sampleRate: rate)
    #expect(frames.count == 200)
    for frame in frames {
      #expect(abs(frame.level + 9.03) < 0.3)
      #expect(abs(frame.crossings - 1_000) <= 110)
    }
  }

  @Test func silenceIsAtTheFloorAndALastPieceIsMeasured() {
    let frames = Envelope.frames([Float](repeating: 0, count: 100) + [0.5, 0.5], sampleRate: 8_000)
    #expect(frames.count == 2)
    #expect(frames[0] == EnvelopeFrame(level: -60, crossings: 0))
    #expect(frames[1].level > -30)
    #expect(Envelope.frames([], sampleRate: 8_000).isEmpty)
  }

  @Test(arguments: 0..<5)
  func anySplitGivesTheSameFrames(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let samples = random.samples(7_777, amplitude: 0.3)
    let whole = Envelope.frames(samples, sampleRate: 22_050)
    var meter = EnvelopeMeter(sampleRate: 22_050)
    var frames: [EnvelopeFrame] = []
    var at = 0
    while at < samples.count {
      let end = min(samples.count, at + Int.random(in: 0...500, using: &random))
      frames += meter.take(Array(samples[at..<end]))
      at = end
    }
    if let last = meter.finish() { frames.append(last) }
    #expect(frames == whole)
    #expect(meter.sampleCount == samples.count)
  }

  @Test func burstsAreStretchesAndShortClicksAreNone() {
    let rate = 8_000
    let silence = [Float](repeating: 0, count: rate / 2)
    let burst = Sound.sine(hertz: 300, rate: rate, seconds: 0.3)
    let click = Sound.sine(hertz: 300, rate: rate, seconds: 0.02)
    let gap = [Float](repeating: 0, count: rate / 50)
    let sound = silence + burst + gap + burst + silence + click + silence + burst + silence
    let stretches = Envelope.voicedStretches(Envelope.frames(sound, sampleRate: rate))
    #expect(stretches == [0.5..<1.12, 2.14..<2.44])
  }

  @Test func aSoundThatNeverChangesHasNoStretches() {
    var random = SeededRandom(seed: 5)
    for sound in [random.samples(16_000, amplitude: 0.2), Sound.sine(hertz: 440, rate: 8_000, seconds: 2), [], [0, 0, 0]] {
      #expect(Envelope.voicedStretches(Envelope.frames(sound, sampleRate: 8_000)).isEmpty)
    }
  }
}
