import TestSupport
import Testing
import Wire

/// What zlib has compressed comes out as it went in, piece by piece too; what nobody has compressed does no harm.
@Suite struct InflaterTests {
  private static let text = #"{"type":"Results","is_final":true,"transcript":"tell the master our ferry leaves at noon"}"#
  private static let words =
    "please seven the bring gloves noon coat at bring noon leaves ferry the coat at train gloves ferry please at noon at train seven leaves train leaves ferry leaves please please coat leaves leaves noon noon at at leaves leaves seven the at gloves bring bring at leaves at train seven noon the train leaves leaves seven ferry the seven please please noon please bring the ferry seven the seven coat the leaves coat coat leaves noon seven noon the train noon gloves train the train please noon coat noon leaves please at ferry at coat the gloves the gloves seven coat ferry please the seven noon train ferry at the gloves please the leaves the seven gloves ferry seven bring the seven leaves ferry bring leaves seven coat leaves noon ferry please gloves train noon at please the seven coat bring train leaves noon bring noon coat the at leaves please leaves bring train ferry leaves train the leaves"

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex.utf8)
    return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) }
  }

  static let blocks: [(kind: String, hex: String, plain: String)] = [
    (
      "stored",
      "005a00a5ff7b2274797065223a22526573756c7473222c2269735f66696e616c223a747275652c227472616e736372697074223a2274656c6c20746865206d6173746572206f7572206665727279206c6561766573206174206e6f6f6e227d000000ffff",
      text
    ),
    (
      "fixed",
      "aa562aa92c4855b2520a4a2d2ecd292956d251ca2c8e4fcbcc4bcc51b22a292a4dd5512a294acc2b4e2eca2c28012a2b49cdc95128c94855c84d2c2e492d52c82f2d52484b2d2aaa54c8494d2c4b2d56482c51c8cbcfcf53aa05000000ffff",
      text
    ),
    (
      "dynamic",
      "6c528b0ac3200cfc157fad1bae2b142d5a0afbfbe95d34c93a28d53cee723139f6b8d4186abc620ae73b8647d9d21ad63d5fb18694730acfbc9ca17d8cc0d5403dfc8aa57c801a396759b634d00c1facd08280ce24961426ba1cad18029703752422075807f52daa8db590e86223fc2be04718183bce4973acda3e6d2f15047267ad9e498caae20d6d7553f861db5e41f657184c698c1e8d592560b3c3d3b950d3a8d8e1834faf46a71babf6405da83b090d81c91f339f50b72f74e98bb93d610a836e16b7c7722addfb8c5db975000e296c870e80d9fef94c5a52b8c4b21c6e997540747c010000ffff",
      words
    ),
  ]

  @Test(arguments: 0..<3) func eachKindOfBlockComesOut(_ index: Int) {
    let block = Self.blocks[index]
    let output = Inflater.inflate(Self.bytes(block.hex), limit: 10_000)
    #expect(output.bytes == Array(block.plain.utf8) && output.isSound, "\(block.kind)")
  }

  /// The beginning of the data gives the beginning of the text, at every place where it may be cut.
  @Test(arguments: 0..<3) func aBeginningGivesABeginning(_ index: Int) {
    let block = Self.blocks[index]
    let bytes = Self.bytes(block.hex)
    for count in bytes.indices {
      let output = Inflater.inflate(Array(bytes[..<count]), limit: 10_000)
      #expect(output.isSound && Array(block.plain.utf8).starts(with: output.bytes))
    }
  }

  @Test func moreThanTheLimitIsNotSound() {
    let output = Inflater.inflate(Self.bytes(Self.blocks[2].hex), limit: 100)
    #expect(!output.isSound && output.bytes.count == 100)
  }

  @Test func garbageEnds() {
    var generator = SeededRandom(seed: 4)
    for _ in 0..<300 {
      let garbage = (0..<60).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(Inflater.inflate(garbage, limit: 5000).bytes.count <= 5000)
    }
  }

  /// Cut short it is sound as far as it goes, and says that more belongs to it.
  @Test func aBlockThatIsNotOverIsNotComplete() {
    let bytes = Self.bytes(Self.blocks[2].hex)
    #expect(Inflater.inflate(bytes, limit: 10_000).isComplete)
    #expect(!Inflater.inflate(Array(bytes.dropLast(20)), limit: 10_000).isComplete)
  }

  /// Every size of window reads what a compressor with that window writes, and no smaller one reads what lies further back.
  @Test(arguments: 8...15) func aWindowIsHeldToTheByte(_ bits: Int) {
    var generator = SeededRandom(seed: UInt64(bits))
    // A word, and again after as many bytes as the window has, or one more.
    let word = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for far in [0, 1] {
      let between = (0..<(1 << bits) - word.count + far).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var input: [UInt8] = []
      let plain = word + between
      for start in stride(from: 0, to: plain.count, by: 0xFFFF) {
        let piece = plain[start..<min(start + 0xFFFF, plain.count)]
        let count = UInt16(piece.count)
        input += [0, UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)] + piece
      }
      // A fixed block that repeats ten bytes from there.
      input += Self.repetition(of: 10, back: plain.count)
      let output = Inflater.inflate(input, windowBits: bits, limit: 100_000)
      if far == 0 || bits < 15 { #expect(output.isSound == (far == 0), "\(bits) bits, \(far) too far") }
      if far == 0 { #expect(output.bytes == plain + word.prefix(10)) }
    }
  }

  /// A fixed block (RFC 1951 §3.2.6) with one repetition of three to ten bytes in it.
  private static func repetition(of length: Int, back distance: Int) -> [UInt8] {
    let bases = [
      1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
      24577,
    ]
    let code = bases.lastIndex { $0 <= distance } ?? 0
    var bits: [Int] = [0, 1, 0]
    func huffman(_ value: Int, _ count: Int) { for place in (0..<count).reversed() { bits.append(value >> place & 1) } }
    huffman(length - 2, 7)
    huffman(code, 5)
    for place in 0..<max(0, code / 2 - 1) { bits.append((distance - bases[code]) >> place & 1) }
    huffman(0, 7)
    return stride(from: 0, to: bits.count, by: 8).map { start in
      bits[start..<min(start + 8, bits.count)].enumerated().reduce(0) { $0 | UInt8($1.element) << UInt8($1.offset) }
    }
  }

  /// More last blocks than anybody writes end it, and soon.
  @Test func endlessLastBlocksEnd() {
    let output = Inflater.inflate([UInt8](repeating: 3, count: 1) + [0] + (0..<100_000).flatMap { _ in [3, 0] as [UInt8] }, limit: 10)
    #expect(output.fault == .aboveLimit && output.bytes.isEmpty)
  }
}
