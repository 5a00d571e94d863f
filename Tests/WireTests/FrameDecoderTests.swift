import Testing
import Wire

@Suite("RFC 6455 §5: frames")
struct FrameDecoderTests {
  private static let hello = Array("Hello".utf8)
  private static let maskedHello: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]

  @Test("§5.7: an unmasked text message in one frame")
  func wholeText() {
    let decoded = Decoded([[0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]])
    #expect(decoded.frames == [Frame(opcode: .text, header: [0x81, 0x05], payload: Self.hello)])
    #expect(decoded.violations == [[]])
  }

  @Test("§5.7: a masked text message in one frame")
  func maskedText() {
    let decoded = Decoded([Self.maskedHello], role: .server)
    #expect(decoded.frames == [Frame(opcode: .text, masked: true, header: [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D], payload: Self.hello)])
    #expect(decoded.violations == [[]])
    #expect(decoded.frames.first?.maskKey == 0x37FA_213D)
  }

  @Test("§5.7: a fragmented unmasked text message")
  func fragmentedText() {
    let decoded = Decoded([[0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F]])
    #expect(
      decoded.frames == [
        Frame(fin: false, opcode: .text, header: [0x01, 0x03], payload: Array("Hel".utf8)),
        Frame(opcode: .continuation, header: [0x80, 0x02], payload: Array("lo".utf8)),
      ])
    #expect(decoded.violations == [[], []])
  }

  @Test("§5.7: an unmasked ping and its masked pong")
  func pingAndPong() {
    let ping = Decoded([[0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]])
    #expect(ping.frames == [Frame(opcode: .ping, header: [0x89, 0x05], payload: Self.hello)])
    let pong = Decoded([[0x8A] + Self.maskedHello.dropFirst()], role: .server)
    #expect(pong.frames.map(\.opcode) == [.pong])
    #expect(pong.frames.map(\.payload) == [Self.hello])
    #expect(ping.violations + pong.violations == [[], []])
  }

  @Test("§5.7: 256 bytes and 64 KiB of binary in one frame", arguments: [[0x82, 0x7E, 0x01, 0x00], [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0]])
  func longBinary(header: [UInt8]) {
    let size = header.count == 4 ? 256 : 65536
    let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let decoded = Decoded([header + payload])
    #expect(decoded.frames == [Frame(opcode: .binary, header: HeaderBytes(header), payload: payload)])
    #expect(decoded.violations == [[]])
  }

  @Test("§5.1: the wrong masking direction is reported, and the payload is read all the same")
  func maskingDirection() {
    let masked = Decoded([Self.maskedHello], role: .client)
    #expect(masked.violations == [[.maskedServerFrame]])
    #expect(masked.frames.map(\.payload) == [Self.hello])
    let plain = Decoded([[0x81, 0x01, 0x41]], role: .server)
    #expect(plain.violations == [[.unmaskedClientFrame]])
    #expect(plain.frames.map(\.payload) == [[0x41]])
  }

  @Test("§5.2: each reserved bit", arguments: [UInt8(1), 2, 4, 7])
  func reservedBits(bits: UInt8) {
    let decoded = Decoded([[0x81 | bits << 4, 0x00]])
    #expect(decoded.violations == [[.reservedBits(bits)]])
    #expect(decoded.frames.map(\.rsv) == [bits])
  }

  @Test("§5.2: reserved opcodes, and only they", arguments: UInt8(0)...15)
  func opcodes(raw: UInt8) {
    let decoded = Decoded([[0x80 | raw, 0x00]])
    let reserved = (3...7).contains(raw) || (11...15).contains(raw)
    #expect(decoded.violations == [reserved ? [.unknownOpcode(Opcode(rawValue: raw))] : []])
  }

  @Test(
    "§5.2: a length in a longer form than it needs",
    arguments: [
      ([0x82, 126, 0, 0], 0, 2), ([0x82, 126, 0, 125], 125, 2), ([0x82, 127, 0, 0, 0, 0, 0, 0, 0, 5], 5, 8),
      ([0x82, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 65535, 8),
    ] as [([UInt8], Int, Int)])
  func nonMinimal(header: [UInt8], size: Int, bytes: Int) {
    let payload = [UInt8](repeating: 7, count: size)
    let decoded = Decoded([header + payload + [0x81, 0x00]])
    #expect(decoded.violations == [[.nonMinimalLength(UInt64(size), bytes: bytes)], []])
    #expect(decoded.frames.first?.payload == payload)
    #expect(decoded.frames.first?.header == HeaderBytes(header))
  }

  @Test("§5.2: the shortest longer forms are legal")
  func minimal() {
    let short = Decoded([[0x82, 126, 0, 126] + [UInt8](repeating: 1, count: 126)])
    let long = Decoded([[0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0] + [UInt8](repeating: 1, count: 65536)])
    #expect(short.violations + long.violations == [[], []])
  }

  @Test("§5.2: a length with the highest bit set is reported at once, and nothing after it is taken for a frame")
  func highestBit() {
    let header: [UInt8] = [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 3]
    let decoded = Decoded([header, [0x81, 0x00, 0x81, 0x00]])
    #expect(decoded.frames == [Frame(opcode: .binary, header: HeaderBytes(header), length: 0x8000_0000_0000_0003, payload: [])])
    #expect(decoded.violations == [[.lengthHighestBitSet(0x8000_0000_0000_0003)]])
    var decoder = FrameDecoder(role: .client)
    decoder.feed(header)
    let early = decoder.next()
    #expect(early?.frame.header == HeaderBytes(header))
  }

  @Test("§5.5: fragmented and too long control frames", arguments: [Opcode.close, .ping, .pong])
  func control(opcode: Opcode) {
    let fragmented = Decoded([[opcode.rawValue, 0x02, 0x03, 0xE8]])
    #expect(fragmented.violations == [[.fragmentedControl(opcode)]])
    let longest = Decoded([[0x80 | opcode.rawValue, 125] + [UInt8](repeating: 3, count: 125)])
    #expect(longest.violations == [[]])
    let tooLong = Decoded([[0x80 | opcode.rawValue, 126, 0, 126] + [UInt8](repeating: 3, count: 126)])
    #expect(tooLong.violations == [[.controlTooLong(opcode, length: 126)]])
    #expect(tooLong.frames.map(\.payload.count) == [126])
  }

  @Test("Several violations of one frame are all reported")
  func several() {
    let decoded = Decoded([[0x7B, 0x01, 0x41]], role: .server)
    let opcode = Opcode(rawValue: 0xB)
    #expect(decoded.violations == [[.unmaskedClientFrame, .reservedBits(7), .unknownOpcode(opcode), .fragmentedControl(opcode)]])
  }

  @Test("§10.4: a frame above the maximum keeps its true length; the rest is skipped", arguments: [0, 1, 10])
  func aboveMaximum(maximum: Int) {
    let payload = (0..<200).map { UInt8($0) }
    let decoded = Decoded([[0x82, 126, 0, 200] + payload, [0x81, 0x00]], maximumPayload: maximum)
    #expect(decoded.frames.map(\.length) == [200, 0])
    #expect(decoded.frames.map(\.payload) == [Array(payload.prefix(maximum)), []])
    #expect(decoded.violations == [[.payloadAboveMaximum(length: 200, maximum: maximum)], []])
    #expect(decoded.frames.map(\.isWhole) == [false, true])
  }

  @Test("§10.4: a frame above the maximum is handed out as soon as its kept part is here")
  func aboveMaximumEarly() {
    var decoder = FrameDecoder(role: .client, maximumPayload: 2)
    decoder.feed([0x82, 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1])
    let early = decoder.next()
    #expect(early?.frame == nil)
    decoder.feed([2])
    let frame = decoder.next()?.frame
    #expect(frame?.payload == [1, 2])
    #expect(frame?.length == UInt64(Int64.max))
    let cut = decoder.finish()
    #expect(cut?.frame == nil)
  }

  @Test("§5.2: the end of the stream inside a payload")
  func cutOffPayload() {
    let decoded = Decoded([Array(Self.maskedHello.prefix(8))], role: .server)
    #expect(decoded.frames.map(\.payload) == [Array("He".utf8)])
    #expect(decoded.frames.map(\.length) == [5])
    #expect(decoded.frames.map(\.isWhole) == [false])
    #expect(decoded.violations == [[.frameCutOff(received: 2, length: 5)]])
  }

  @Test("§5.2: the end of the stream inside a header", arguments: 1...13)
  func cutOffHeader(count: Int) {
    let header = Array([0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4].prefix(count)) as [UInt8]
    let decoded = Decoded([header], role: .server)
    #expect(decoded.frames.map(\.header) == [HeaderBytes(header)])
    #expect(decoded.frames.map(\.opcode) == [.binary])
    #expect(decoded.frames.map(\.isWhole) == [false])
    #expect(decoded.violations == [[.frameCutOff(received: UInt64(count), length: nil)]])
  }

  @Test("The end of the stream between frames is no violation")
  func cleanEnd() {
    #expect(Decoded([]).frames.isEmpty)
    #expect(Decoded([[0x81, 0x00]]).violations == [[]])
  }

  @Test("A header that announces gigabytes takes no memory for them")
  func announcedOnly() throws {
    var decoder = FrameDecoder(role: .client, maximumPayload: .max)
    decoder.feed([0x82, 127, 0x7F, 0, 0, 0, 0, 0, 0, 0, 1])
    let finished = decoder.finish()
    let partial = try #require(finished)
    #expect(partial.frame.payload == [1])
    #expect(partial.frame.payload.capacity < 1 << 20)
  }
}
