import Audio
import Testing

/// Expected values come from CPython 3.11's `audioop` (`lin2ulaw`, `lin2alaw`, `ulaw2lin`, `alaw2lin`).
@Suite struct G711Tests {
  static let samples: [Int16] = [
    -32768, -32767, -32636, -32635, -8160, -1000, -133, -132, -5, -4, -3, -1, 0, 1, 3, 4, 7, 8, 15, 16, 131, 132, 1000, 8159,
    32635, 32636, 32767,
  ]

  @Test func mulawOfChosenSamples() {
    let expected: [UInt8] = [
      0, 0, 0, 0, 31, 78, 111, 111, 126, 126, 126, 126, 255, 255, 255, 254, 254, 254, 253, 253, 239, 239, 206, 159, 128, 128, 128,
    ]
    #expect(Self.samples.map(G711.mulaw) == expected)
  }

  @Test func alawOfChosenSamples() {
    let expected: [UInt8] = [
      42, 42, 42, 42, 10, 122, 93, 93, 85, 85, 85, 85, 213, 213, 213, 213, 213, 213, 213, 212, 221, 221, 250, 138, 170, 170, 170,
    ]
    #expect(Self.samples.map(G711.alaw) == expected)
  }

  @Test func everySampleAndEveryCode() {
    let every = Int16.min...Int16.max
    #expect(Sound.hash(every.map(G711.mulaw)) == 0xD5EE_23F7_D0FF_AE91)
    #expect(Sound.hash(every.map(G711.alaw)) == 0xF030_666E_B780_CF25)
    let codes = UInt8.min...UInt8.max
    #expect(Sound.hash(littleEndian(codes.map { G711.linear(mulaw: $0) })) == 0xB91E_65D6_8481_A1A8)
    #expect(Sound.hash(littleEndian(codes.map { G711.linear(alaw: $0) })) == 0x693A_40CA_62A3_D2A5)
  }

  @Test(arguments: UInt8.min...UInt8.max)
  func codesSurviveARoundTrip(code: UInt8) {
    // µ-law has two zeros; 0x7F is the negative one.
    #expect(G711.mulaw(G711.linear(mulaw: code)) == (code == 0x7F ? 0xFF : code))
    #expect(G711.alaw(G711.linear(alaw: code)) == code)
  }

  private func littleEndian(_ samples: [Int16]) -> [UInt8] {
    samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }
}
