import Audio
import Codecs
import Testing

/// Opus in a container and back.
struct OpusTests {
  static let seconds = 2.0

  /// A tone that glides, in -1…1.
  static func glide(_ rate: Int, channels: Int) -> [Float] {
    var phase = 0.0
    return (0..<Int(seconds * Double(rate))).flatMap { index -> [Float] in
      phase += (200 + 300 * Double(index) / (seconds * Double(rate))) / Double(rate)
      let sample = Float(0.4 * (2 * abs(2 * (phase - phase.rounded(.down)) - 1) - 1))
      return [Float](repeating: sample, count: channels)
    }
  }

  @Test(arguments: AudioContainer.allCases, [8000, 16_000, 24_000, 48_000])
  func whatIsEncodedSoundsTheSame(_ container: AudioContainer, _ rate: Int) throws {
    for channels in [1, 2] {
      let sound = Self.glide(rate, channels: channels)
      let made = try #require(ContainerFile(encoding: sound, sampleRate: rate, channels: channels, in: container))
      let read = try ContainerFile(parsing: made.bytes, container)
      #expect(read == made)
      #expect(abs(read.seconds - Self.seconds) < 0.03)
      let heard = read.samples
      #expect(abs(heard.count / channels - Int(Self.seconds * 48_000)) < 1440)
      // Sample by sample, where both have one: the likeness of the two, 1 where they are the same.
      let step = 48_000 / rate
      let pairs = stride(from: 0, to: min(sound.count / channels, heard.count / channels / step), by: 1).map {
        (Double(sound[$0 * channels]), Double(heard[$0 * step * channels]))
      }
      let product = pairs.reduce(0) { $0 + $1.0 * $1.1 }
      let powers = (pairs.reduce(0) { $0 + $1.0 * $1.0 } * pairs.reduce(0) { $0 + $1.1 * $1.1 }).squareRoot()
      #expect(product / powers > 0.9, "\(container) \(rate) \(channels)")
    }
  }

  @Test(arguments: [11_025, 22_050, 44_100, 96_000]) func aRateThatOpusDoesNotHaveIsNone(_ rate: Int) {
    #expect(ContainerFile(encoding: [0, 0], sampleRate: rate, channels: 1, in: .webm) == nil)
  }

  @Test func theSameSoundGivesTheSameBytes() {
    let sound = Self.glide(16_000, channels: 1)
    let once = ContainerFile(encoding: sound, sampleRate: 16_000, channels: 1, in: .webm)
    #expect(once == ContainerFile(encoding: sound, sampleRate: 16_000, channels: 1, in: .webm))
  }

  @Test func whatIsNoPacketIsSilent() {
    var stream = OpusStream(OpusHead(preSkip: 0))
    #expect(stream.take([]).isEmpty)
    #expect(stream.take([0xFF]).isEmpty)
    #expect(stream.take([UInt8](repeating: 0xAB, count: 3)).count <= OpusPacket.most)
  }
}
