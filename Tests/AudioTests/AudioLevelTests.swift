import Audio
import Testing

@Suite struct AudioLevelTests {
  @Test func aSineHasItsLevel() {
    let level = AudioLevel(measuring: Sound.sine(hertz: 1_000, rate: 8_000, seconds: 1, amplitude: 0.5))
    #expect(abs(level.peak + 6.02) < 0.01)
    #expect(abs(level.rms + 9.03) < 0.01)
    #expect(abs(level.offset) < 1e-6)
    #expect(level.clipped == 0)
  }

  @Test func silenceOffsetAndClippingAreSeen() {
    #expect(AudioLevel(measuring: []).rms == AudioLevel.floor)
    let silence = AudioLevel(measuring: [0, 0])
    #expect(silence.peak == -120)
    #expect(silence.zero == 1)
    let square = AudioLevel(measuring: [1, 1, -1, 0])
    #expect(square.clipped == 0.75)
    #expect(square.offset == 0.25)
    #expect(square.zero == 0.25)
  }
}
