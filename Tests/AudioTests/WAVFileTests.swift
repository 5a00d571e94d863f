import Audio
import TestSupport
import Testing

@Suite struct WAVFileTests {
  private func read(_ name: String) throws -> WAVFile { try WAVFile(parsing: Fixture.format(name)) }

  private func error(_ name: String) throws -> WAVError? {
    let bytes = try Fixture.format(name)
    do throws(WAVError) {
      _ = try WAVFile(parsing: bytes)
      return nil
    } catch { return error }
  }

  /// Files that differ only in what stands around the samples.
  @Test(arguments: ["extensible-pcm16.wav", "list-before-data.wav", "odd-chunk.wav", "streaming-zero.wav", "streaming-ffff.wav"])
  func theSamplesAreFoundWhateverStandsAroundThem(name: String) throws {
    let file = try read(name)
    #expect(try file == read("plain.wav"))
    #expect(file.format == AudioFormat(sampleRate: 8_000))
    #expect(file.data.count == 3_200)
  }

  @Test func twoChannelsStayInterleaved() throws {
    let file = try read("stereo.wav")
    #expect(file.format.channels == 2)
    let left = Conversion.channel(0, of: SampleCodec.decode(file.data, .linear16), channels: 2)
    #expect(SampleCodec.encode(left, .linear16) == (try read("plain.wav")).data)
  }

  /// The same sound in every width, within what the width can say.
  @Test(arguments: [
    ("pcm8.wav", AudioFormat.Encoding.linear16, Float(0.009)), ("pcm24.wav", .linear16, 0.000_05), ("pcm32.wav", .linear16, 0.000_05),
    ("float32.wav", .linear32, 0.000_05), ("extensible-float32.wav", .linear32, 0.000_05), ("mulaw.wav", .mulaw, 0.02),
  ])
  func everyWidthIsTheSameSound(name: String, encoding: AudioFormat.Encoding, error: Float) throws {
    let file = try read(name)
    #expect(file.format == AudioFormat(encoding: encoding, sampleRate: 8_000))
    let samples = SampleCodec.decode(file.data, encoding)
    let expected = SampleCodec.decode(try read("plain.wav").data, .linear16)
    #expect(samples.count == expected.count)
    #expect(zip(samples, expected).allSatisfy { abs($0 - $1) <= error })
  }

  @Test func theLargest24BitSampleDoesNotOverflow() {
    #expect(WAVStorage.signed24.raw([0xFF, 0xFF, 0x7F, 0, 0, 0x80, 0x80, 0, 0, 9]) == [0xFF, 0x7F, 0, 0x80, 1, 0])
    #expect(WAVStorage.signed32.raw([0xFF, 0xFF, 0xFF, 0x7F]) == [0xFF, 0x7F])
    #expect(WAVStorage.float64.raw([0, 0, 0, 0, 0, 0, 0xE0, 0xBF]) == [0, 0, 0, 0xBF])
  }

  @Test func everyBrokenFileHasItsError() throws {
    #expect(try error("bad-empty.wav") == .empty)
    #expect(try error("bad-text.wav") == .notRIFF(.text))
    #expect(try error("bad-rifx.wav") == .bigEndian)
    #expect(try error("bad-not-wave.wav") == .notWAVE(form: "AVI "))
    #expect(try error("bad-truncated-fmt.wav") == .endsInHeader(at: 30, inChunk: "'fmt ' chunk of 16 bytes at byte 12"))
    #expect(try error("bad-no-fmt.wav") == .dataBeforeFormat(at: 12))
    #expect(try error("bad-no-data.wav") == .noData(chunks: ["fmt ", "LIST"], length: 48))
    #expect(try error("bad-zero-rate.wav") == .impossible(field: "sample rate", value: 0, expected: "1 Hz or more", at: 24))
    #expect(try error("bad-zero-channels.wav") == .impossible(field: "number of channels", value: 0, expected: "1 or more", at: 22))
    #expect(try error("bad-adpcm.wav") == .unknownCodec("IMA ADPCM (0x0011)", at: 20))
    #expect(try error("bad-truncated-data.wav") == .truncated(declared: 3_200, present: 2_200, at: 44))
    #expect(try error("bad-part-of-sample.wav") == .partOfSample(length: 3_199, frameWidth: 2, at: 44))
  }

  @Test func anErrorSaysWhatWhereAndWhatToDo() throws {
    #expect(
      try error("bad-truncated-data.wav")?.description
        == "byte 44: the 'data' chunk declares 3200 bytes, the file holds 2200 of them (1000 are missing); "
        + "copy or record the file again, it is cut short")
    #expect(
      try error("bad-text.wav")?.description
        == "byte 0: no RIFF header, the file begins like text; convert it to 16-bit PCM: `ffmpeg -i in -c:a pcm_s16le out.wav` "
        + "(read are PCM of 8, 16, 24, 32 bits, float, A-law, µ-law)")
  }

  /// A file that is cut anywhere is an error, except where its length was left open.
  @Test(arguments: ["plain.wav", "extensible-pcm16.wav", "list-before-data.wav"])
  func aFileCutAnywhereIsAnError(name: String) throws {
    let bytes = try Fixture.format(name)
    for length in 0..<bytes.count {
      #expect(throws: WAVError.self) { try WAVFile(parsing: Array(bytes.prefix(length))) }
    }
  }

  @Test func anOpenLengthGoesToTheLastWholeSample() throws {
    let bytes = try Fixture.format("streaming-ffff.wav")
    #expect(try WAVFile(parsing: bytes.dropLast(5)).data.count == 3_194)
  }

  @Test func aWrittenFileReadsBack() throws {
    var random = SeededRandom(seed: 4)
    for encoding in AudioFormat.Encoding.allCases {
      let format = AudioFormat(encoding: encoding, sampleRate: 11_025, channels: 1)
      let file = WAVFile(format: format, data: random.bytes(101 * encoding.width))
      #expect(file.bytes.count % 2 == 0)
      #expect(try WAVFile(parsing: file.bytes) == file)
    }
  }
}
