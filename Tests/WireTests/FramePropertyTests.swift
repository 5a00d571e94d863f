import TestSupport
import Testing
import Wire

@Suite("Frames: properties over seeded random input")
struct FramePropertyTests {
  /// A stream of frames, many of them illegal, whose lengths are honest.
  private static func stream(_ random: inout SeededRandom) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let size = [0, 1, 7, 8, 9, 125, 126, 127, 300, 1500].randomElement(using: &random) ?? 0
      let frame = Frame(
        sending: Opcode(rawValue: UInt8.random(in: 0...15, using: &random)), payload: random.bytes(size),
        fin: Bool.random(using: &random), rsv: Bool.random(using: &random) ? 0 : UInt8.random(in: 0...7, using: &random),
        maskKey: Bool.random(using: &random) ? UInt32.random(in: 0 ... .max, using: &random) : nil)
      bytes += frame.wireBytes
    }
    return bytes
  }

  @Test("Any split of the bytes gives the same frames and violations", arguments: UInt64(0)..<200)
  func anySplit(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var bytes = Self.stream(&random)
    if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...min(20, bytes.count), using: &random)) }
    let role = Role.allCases[Int(seed % 2)]
    let maximum = [5, 130, 64 << 20][Int(seed % 3)]
    let whole = Decoded([bytes], role: role, maximumPayload: maximum)
    #expect(Decoded(bytes.map { [$0] }, role: role, maximumPayload: maximum) == whole)
    for _ in 0..<10 {
      #expect(Decoded(random.pieces(of: bytes), role: role, maximumPayload: maximum) == whole)
    }
  }

  @Test("What is decoded gives the received bytes again, legal or not", arguments: UInt64(0)..<200)
  func wireBytesAgain(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var bytes = Self.stream(&random)
    bytes.removeLast(Int.random(in: 0...min(20, bytes.count), using: &random))
    let decoded = Decoded(random.pieces(of: bytes), role: .server)
    #expect(decoded.frames.flatMap(\.wireBytes) == bytes)
  }

  @Test("Garbage never traps, and no byte of it is invented", arguments: UInt64(0)..<1000)
  func garbage(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let bytes = random.bytes(Int.random(in: 0...400, using: &random))
    for role in Role.allCases {
      let decoded = Decoded(random.pieces(of: bytes), role: role)
      let again = decoded.frames.flatMap(\.wireBytes)
      #expect(bytes.starts(with: again))
      let endless = decoded.frames.contains { $0.length > UInt64(Int64.max) }
      #expect(endless || again.count == bytes.count)
      var assembler = MessageAssembler(maximumPayload: 100)
      for frame in decoded.frames { _ = assembler.take(frame) }
      #expect(Decoded(random.pieces(of: bytes), role: role, maximumPayload: 16).frames.allSatisfy { $0.payload.count <= 16 })
    }
  }

  @Test(
    "§5.2: encoding and decoding are each other's opposite in every length class", arguments: Role.allCases,
    [0, 1, 7, 8, 9, 15, 16, 125, 126, 127, 2048, 65535, 65536, 65537])
  func roundTrip(peer: Role, size: Int) throws {
    var random = SeededRandom(seed: UInt64(size))
    let payload = random.bytes(size)
    let key: UInt32? = peer == .client ? .random(in: 1 ... .max, using: &random) : nil
    let sent = Frame(sending: .binary, payload: payload, maskKey: key)
    #expect(sent.header.count == (size < 126 ? 2 : size < 65536 ? 4 : 10) + (key == nil ? 0 : 4))
    #expect(sent.masked == (peer == .client))
    let decoded = Decoded(random.pieces(of: sent.wireBytes), role: peer == .client ? .server : .client)
    #expect(decoded.frames == [sent])
    #expect(decoded.violations == [[]])
    if let key {
      let body = sent.wireBytes.dropFirst(sent.header.count)
      let keyBytes = (0..<4).map { UInt8(truncatingIfNeeded: key >> UInt32(24 - 8 * $0)) }
      #expect(Array(body) == payload.enumerated().map { $1 ^ keyBytes[$0 % 4] })
    }
  }
}
