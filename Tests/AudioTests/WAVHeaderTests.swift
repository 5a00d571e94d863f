import Audio
import TestSupport
import Testing

@Suite struct WAVHeaderTests {
  static let readable = [
    "plain.wav", "stereo.wav", "pcm8.wav", "pcm24.wav", "pcm32.wav", "float32.wav", "mulaw.wav", "extensible-pcm16.wav",
    "extensible-float32.wav", "list-before-data.wav", "odd-chunk.wav", "streaming-zero.wav", "streaming-ffff.wav", "bad-adpcm.wav",
    "bad-truncated-data.wav",
  ]

  @Test(arguments: AudioFormat.Encoding.allCases, [1, 2])
  func aWrittenHeaderReadsBack(encoding: AudioFormat.Encoding, channels: Int) {
    let format = AudioFormat(encoding: encoding, sampleRate: 16_000, channels: channels)
    for length in [nil, 0, 3_200, 0x1_0000_0000] as [Int?] {
      let bytes = WAVHeader.bytes(format: format, dataLength: length)
      #expect(bytes.count == 44)
      guard case .found(let header) = WAVHeader.scan(bytes) else {
        Issue.record("no header found")
        continue
      }
      #expect(header.format == format)
      #expect(header.headerLength == 44)
      #expect(header.dataLength == (length == 3_200 ? 3_200 : nil))
    }
  }

  @Test func theHeaderOfAClipIsTheCanonicalOne() throws {
    let bytes = try Fixture.bytes("one-sentence.wav")
    #expect(Array(bytes.prefix(44)) == WAVHeader.bytes(format: AudioFormat(), dataLength: bytes.count - 44))
  }

  /// Each prefix says "more" until the samples begin, and the same header from then on.
  @Test(arguments: readable)
  func aHeaderIsFoundAsSoonAsItIsWhole(name: String) throws {
    let bytes = try Fixture.format(name)
    guard case .found(let header) = WAVHeader.scan(bytes) else {
      Issue.record("no header found")
      return
    }
    for length in 0...header.headerLength + 3 {
      let expected: WAVHeader.Scan = length < header.headerLength ? .needMore : .found(header)
      #expect(WAVHeader.scan(Array(bytes.prefix(length))) == expected, "of \(length) bytes")
    }
  }

  @Test func whatIsNoWAVIsRefusedAtTheFirstByteThatDiffers() {
    #expect(WAVHeader.scan([]) == .needMore)
    #expect(WAVHeader.scan(Array("RIF".utf8)) == .needMore)
    guard case .notWAV(let why) = WAVHeader.scan(Array("RIX".utf8)) else {
      Issue.record("accepted")
      return
    }
    #expect(why.hasPrefix("byte 0: no RIFF header"))
  }

  @Test func anUnknownCodecIsFoundAndNamed() throws {
    guard case .found(let header) = WAVHeader.scan(try Fixture.format("bad-adpcm.wav")) else {
      Issue.record("no header found")
      return
    }
    #expect(header.format == nil)
    #expect(header.rawFormat == nil)
    #expect(header.raw([1, 2]) == nil)
    #expect(header.codec == "IMA ADPCM (0x0011)")
  }

  @Test func widthsThatNoStreamHasAreConverted() throws {
    guard case .found(let header) = WAVHeader.scan(try Fixture.format("pcm8.wav")) else {
      Issue.record("no header found")
      return
    }
    #expect(header.format == nil)
    #expect(header.rawFormat == AudioFormat(sampleRate: 8_000))
    #expect(header.raw([0x80, 0xFF, 0x00]) == [0, 0, 0, 0x7F, 0, 0x80])
  }

  @Test func aHeaderThatNeverEndsIsNone() {
    var bytes = Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WAVEjunk".utf8) + [0, 0, 0x20, 0]
    #expect(WAVHeader.scan(Array(bytes.prefix(19))) == .needMore)
    bytes += [0, 0]
    guard case .notWAV(let why) = WAVHeader.scan(bytes) else {
      Issue.record("waits for 2 MiB of junk")
      return
    }
    #expect(why.contains("no 'data' chunk, only 'junk'"))
  }

  /// Whatever the bytes, the scan ends without a trap.
  @Test(arguments: 0..<8)
  func mutatedHeadersNeverTrap(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let names = Self.readable
    for _ in 0..<100 {
      var bytes = try Fixture.format(names[Int.random(in: 0..<names.count, using: &random)])
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let value: UInt8 = Bool.random(using: &random) ? 0xFF : UInt8.random(in: 0...255, using: &random)
        bytes[Int.random(in: 0..<min(80, bytes.count), using: &random)] = value
      }
      if case .found(let header) = WAVHeader.scan(bytes) { #expect(header.headerLength <= bytes.count) }
      if let file = try? WAVFile(parsing: bytes) { #expect(file.data.count % file.format.frameWidth == 0) }
    }
  }
}
