import TestSupport
import Testing
import Wire

/// Messages of permessage-deflate: the RFC's own examples, every parameter, and what a peer can do wrong (RFC 7692 §7.2).
@Suite struct MessageDeflateTests {
  private static let hello = Array("Hello".utf8)

  private static func agreement(_ text: String = "") throws -> DeflateAgreement {
    DeflateAgreement(try #require(try DeflateParameters.parse("permessage-deflate" + text)))
  }

  private static func inflater(_ text: String = "", limit: Int = 100_000) throws -> MessageInflater {
    MessageInflater(of: .server, try agreement(text), limit: limit)
  }

  private static func frame(_ payload: [UInt8], _ opcode: Opcode = .text, fin: Bool = true, rsv: UInt8 = 4) -> Frame {
    Frame(sending: opcode, payload: payload, fin: fin, rsv: rsv, maskKey: nil)
  }

  @Test(
    "the examples of §7.2.3",
    arguments: [
      ("one block", [[0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]]),
      ("the context taken over", [[0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00], [0xF2, 0x00, 0x11, 0x00, 0x00]]),
      ("no compression", [[0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]]),
      ("BFINAL", [[0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]]),
      ("two blocks", [[0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]]),
    ] as [(String, [[UInt8]])])
  func examples(name: String, messages: [[UInt8]]) throws {
    var inflater = try Self.inflater()
    for message in messages {
      let output = inflater.take(Self.frame(message))
      #expect(output.frame.payload == Self.hello && output.frame.length == 5 && output.frame.isWhole)
      #expect(output.frame.wireLength == UInt64(message.count) && output.frame.rsv == 4)
      #expect(output.violation == nil && !output.isOpaque)
    }
  }

  /// Cut anywhere, with a ping between and a message that is not compressed behind.
  @Test func fragmentsAddUp() throws {
    let message: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
    for cut in 0...message.count {
      var inflater = try Self.inflater()
      let one = inflater.take(Self.frame(Array(message[..<cut]), fin: false))
      #expect(inflater.take(Self.frame([9], .ping, rsv: 0)).frame.payload == [9])
      let two = inflater.take(Self.frame(Array(message[cut...]), .continuation, rsv: 0))
      #expect(one.frame.payload + two.frame.payload == Self.hello)
      #expect(inflater.take(Self.frame([1, 2], .binary, rsv: 0)).frame.payload == [1, 2])
      #expect(inflater.take(Self.frame([0xF2, 0x00, 0x11, 0x00, 0x00])).frame.payload == Self.hello)
    }
  }

  /// What our compressor writes, with every window, with and without context, whole and in pieces, our reader reads, held to the window agreed on.
  @Test(arguments: 8...15, [true, false])
  func everythingComesBack(bits: Int, keepsContext: Bool) throws {
    let text = "; server_max_window_bits=\(bits)" + (keepsContext ? "" : "; server_no_context_takeover")
    let agreement = try Self.agreement(text)
    var deflater = agreement.deflater(of: .server)
    var inflater = try Self.inflater(text)
    var generator = SeededRandom(seed: UInt64(bits))
    let words = ["ferry", "gloves", "seven", "train", "noon", "at", "the"]
    for size in [0, 1, 2, 50, 400, 700, 5000, 40_000, 3, 70_000] {
      var plain: [UInt8] = []
      while plain.count < size {
        plain += size % 2 == 0 ? Array((words.randomElement(using: &generator) ?? "").utf8) : [UInt8.random(in: 0...255, using: &generator)]
      }
      let count = plain.isEmpty ? 1 : Int.random(in: 1...4, using: &generator)
      let pieces = (0..<count).map { Array(plain[$0 * plain.count / count..<($0 + 1) * plain.count / count]) }
      let payloads = deflater.compress(pieces)
      #expect(payloads.count == pieces.count)
      var got: [UInt8] = []
      for (index, payload) in payloads.enumerated() {
        let output = inflater.take(
          Self.frame(payload, index == 0 ? .binary : .continuation, fin: index == count - 1, rsv: index == 0 ? 4 : 0))
        #expect(output.violation == nil, "\(size) bytes: \(output.violation?.text ?? "")")
        // Not compared by the macro, which would print them.
        let isItsPiece = output.frame.payload == pieces[index]
        if plain.count < 60_000 { #expect(isItsPiece, "\(size) bytes") }
        got += output.frame.payload
      }
      let isWhole = got == plain
      #expect(isWhole, "\(size) bytes")
    }
  }

  @Test func anEmptyMessageIsOneByte() throws {
    var deflater = try Self.agreement().deflater(of: .client)
    #expect(deflater.compress([[]]) == [[0]])
  }

  // MARK: What a peer can do wrong

  /// Each with its section, and read all the same where it can be.
  @Test func aContextThatWasGivenUp() throws {
    var inflater = try Self.inflater("; server_no_context_takeover")
    _ = inflater.take(Self.frame([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]))
    let output = inflater.take(Self.frame([0xF2, 0x00, 0x11, 0x00, 0x00]))
    #expect(output.frame.payload == Self.hello)
    #expect(output.violation == Violation(.contextTakenOver(.server)) && output.violation?.section == "7.1.1.1")
  }

  @Test func aWindowThatWasNot() throws {
    var generator = SeededRandom(seed: 7)
    let noise = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var honest = try Self.agreement().deflater(of: .client)
    let payload = honest.compress([noise + noise])[0]
    var inflater = MessageInflater(of: .client, try Self.agreement("; client_max_window_bits=9"), limit: 100_000)
    let output = inflater.take(Self.frame(payload, .binary))
    #expect(output.frame.payload == noise + noise)
    #expect(output.violation == Violation(.beyondWindow(.client, bits: 9)) && output.violation?.section == "7.1.2.2")
  }

  @Test(
    arguments: [([0xFF, 0xFF], false), ([0xF2, 0x48, 0xCD], true), ([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07], true)] as [([UInt8], Bool)])
  func whatDoesNotInflate(payload: [UInt8], endsInside: Bool) throws {
    var inflater = try Self.inflater()
    let output = inflater.take(Self.frame(payload))
    #expect(output.violation == Violation(.notInflatable(endsInside: endsInside)))
    #expect(output.isOpaque && output.frame.payload == payload && inflater.isBroken)
    // What follows may rest on it: it stays as it came, and one sentence is enough.
    let next = inflater.take(Self.frame([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]))
    #expect(next.isOpaque && next.violation == nil)
    #expect(!inflater.take(Self.frame([1], .binary, rsv: 0)).isOpaque)
  }

  @Test func withoutAContextTheNextOneIsReadAgain() throws {
    var inflater = try Self.inflater("; server_no_context_takeover")
    #expect(inflater.take(Self.frame([0xFF])).violation != nil)
    #expect(inflater.take(Self.frame([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])).frame.payload == Self.hello)
  }

  /// 50 MB of zeros in 50 kB, whole and in pieces, take no more memory than the limit.
  @Test(arguments: [1, 40]) func aBombEndsAtTheLimit(_ count: Int) throws {
    let payload = Deflater.deflate([[UInt8](repeating: 0, count: 50_000_000)])[0]
    #expect(payload.count < 60_000)
    var inflater = try Self.inflater(limit: 1 << 20)
    var given = 0
    for index in 0..<count {
      let piece = Array(payload[index * payload.count / count..<(index + 1) * payload.count / count])
      let output = inflater.take(Self.frame(piece, index == 0 ? .binary : .continuation, fin: index == count - 1, rsv: index == 0 ? 4 : 0))
      given += output.frame.payload.count
      if output.isAboveLimit {
        #expect(given == 1 << 20 && output.isOpaque)
        return
      }
    }
    Issue.record("no limit was reached")
  }

  /// RSV1 says "compressed" on the first frame of a message, and nothing anywhere else (§6.1).
  @Test func reservedBitsBesideCompression() {
    let cases: [(Frame, [Violation.Kind])] = [
      (Self.frame([0]), []), (Self.frame([0], .binary, rsv: 0), []), (Self.frame([0], rsv: 6), [.reservedBits(2)]),
      (Self.frame([], .ping), [.compressedControl(.ping)]), (Self.frame([], .close), [.compressedControl(.close)]),
      (Self.frame([0], .continuation), [.compressedContinuation]),
      (Self.frame([0], .continuation, rsv: 7), [.reservedBits(3), .compressedContinuation]),
    ]
    for (frame, wanted) in cases {
      var decoder = FrameDecoder(role: .client, isCompressing: true)
      decoder.feed(frame.wireBytes)
      #expect(decoder.next()?.violations.map(\.kind) == wanted)
      var plain = FrameDecoder(role: .client)
      plain.feed(frame.wireBytes)
      #expect(plain.next()?.violations.map(\.kind) == (frame.rsv == 0 ? [] : [.reservedBits(frame.rsv)]))
    }
  }
}
