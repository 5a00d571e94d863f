import Audio
import TestSupport
import Testing

@Suite struct SampleCodecTests {
  @Test(arguments: [AudioFormat.Encoding.linear16, .alaw])
  func decodedBytesEncodeToThemselves(encoding: AudioFormat.Encoding) {
    var random = SeededRandom(seed: 7)
    let bytes = random.bytes(4_096)
    #expect(SampleCodec.encode(SampleCodec.decode(bytes, encoding), encoding) == bytes)
  }

  @Test func floatsSurviveARoundTripEvenBeyondFullScale() {
    let samples: [Float] = [0, -0.25, 1, -1, 1.5, 3e-8]
    #expect(SampleCodec.decode(SampleCodec.encode(samples, .linear32), .linear32) == samples)
  }

  @Test func linear16IsLittleEndianAndClipped() {
    #expect(SampleCodec.encode([0.5, -1, 1, 2, -2, .nan], .linear16) == [0, 0x40, 0, 0x80, 0xFF, 0x7F, 0xFF, 0x7F, 0, 0x80, 0, 0])
    #expect(SampleCodec.decode([0, 0x40, 0, 0x80, 0x99], .linear16) == [0.5, -1])
  }

  @Test func notANumberBecomesZero() {
    #expect(SampleCodec.decode([0, 0, 0xC0, 0x7F, 0, 0, 0x80, 0x3F], .linear32) == [0, 1])
  }

  @Test(arguments: AudioFormat.Encoding.allCases)
  func aSliceIsReadFromItsOwnBeginning(encoding: AudioFormat.Encoding) {
    var random = SeededRandom(seed: 8)
    let bytes = SampleCodec.encode(random.samples(100), encoding)
    let slice = bytes[(3 * encoding.width)...]
    #expect(SampleCodec.decode(slice, encoding) == Array(SampleCodec.decode(bytes, encoding).dropFirst(3)))
  }

  @Test(arguments: [(AudioFormat.Encoding.mulaw, Float(0.04)), (.alaw, 0.04), (.linear16, 0.000_02), (.linear32, 0)])
  func theErrorIsThatOfTheEncoding(encoding: AudioFormat.Encoding, relative: Float) {
    var random = SeededRandom(seed: 9)
    let samples = random.samples(2_000, amplitude: 0.9)
    let decoded = SampleCodec.decode(SampleCodec.encode(samples, encoding), encoding)
    #expect(decoded.count == samples.count)
    for (sample, result) in zip(samples, decoded) {
      #expect(abs(sample - result) <= relative * max(abs(sample), 0.02) + 0.000_02)
    }
  }
}
