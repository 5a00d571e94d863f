import Audio
import TestSupport
import Testing

@Suite struct ChunkingTests {
  @Test func samplesAreThoseOfAllChannels() {
    #expect(Chunking.chunks(of: 5_000, format: AudioFormat(), samples: 1_024) == [0..<2_048, 2_048..<4_096, 4_096..<5_000])
    #expect(Chunking.chunks(of: 9_000, format: AudioFormat(channels: 2), samples: 1_024) == [0..<4_096, 4_096..<8_192, 8_192..<9_000])
    #expect(Chunking.chunks(of: 0, format: AudioFormat(), samples: 1_024).isEmpty)
  }

  @Test(arguments: AudioFormat.Encoding.allCases, [1, 2, 3])
  func chunksCoverEveryByteOnceAndCutNoSample(encoding: AudioFormat.Encoding, channels: Int) {
    var random = SeededRandom(seed: UInt64(channels))
    let format = AudioFormat(encoding: encoding, sampleRate: 8_000, channels: channels)
    for _ in 0..<50 {
      let total = Int.random(in: 1...20_000, using: &random)
      let chunks = Chunking.chunks(of: total, format: format, samples: Int.random(in: 0...2_000, using: &random))
      #expect(chunks.first?.lowerBound == 0)
      #expect(chunks.last?.upperBound == total)
      #expect(zip(chunks, chunks.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      #expect(chunks.allSatisfy { $0.lowerBound % format.frameWidth == 0 && !$0.isEmpty })
    }
  }

  @Test func timeIsRoundedToTheNearestSample() {
    let format = AudioFormat(sampleRate: 22_050)
    #expect(Chunking.chunks(of: 2_000, format: format, seconds: 0.02).first == 0..<882)
    #expect(format.bytes(seconds: 0.01) == 442)
    #expect(AudioFormat().seconds(bytes: 88_200) == 1)
    #expect(AudioFormat(sampleRate: 0).seconds(bytes: 100) == 0)
  }
}
