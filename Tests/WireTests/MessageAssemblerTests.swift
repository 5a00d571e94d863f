import Testing
import Wire

@Suite("RFC 6455 §5.4–§8.1: messages")
struct MessageAssemblerTests {
  private static func frame(_ opcode: Opcode, _ text: String, fin: Bool = true) -> Frame {
    Frame(sending: opcode, payload: Array(text.utf8), fin: fin, maskKey: nil)
  }

  /// Messages and violations of a sequence of frames.
  private static func assembled(
    _ frames: [Frame], maximumPayload: Int = 64 << 20
  ) -> (messages: [Message], violations: [Violation.Kind]) {
    var assembler = MessageAssembler(maximumPayload: maximumPayload)
    var messages: [Message] = []
    var violations: [Violation.Kind] = []
    for frame in frames {
      let result = assembler.take(frame)
      if let message = result.message { messages.append(message) }
      violations += result.violations.map(\.kind)
    }
    return (messages, violations)
  }

  @Test("§5.4: fragments make one message, control frames pass in between")
  func fragments() {
    let result = Self.assembled([
      Self.frame(.text, "Hel", fin: false), Self.frame(.ping, "p"), Self.frame(.continuation, "", fin: false), Self.frame(.pong, "q"),
      Self.frame(.continuation, "lo"), Self.frame(.binary, "x"),
    ])
    #expect(result.messages == [.ping([0x70]), .pong([0x71]), .text("Hello"), .binary([0x78])])
    #expect(result.violations == [])
  }

  @Test("§5.4: a continuation without a start gives no message, and what follows is read")
  func continuationWithoutStart() {
    let result = Self.assembled([Self.frame(.continuation, "x"), Self.frame(.text, "a")])
    #expect(result.messages == [.text("a")])
    #expect(result.violations == [.continuationWithoutStart])
  }

  @Test("§5.4: a whole message inside a fragmented one stands for itself, and the fragmented one goes on")
  func wholeInside() {
    let result = Self.assembled([Self.frame(.text, "a", fin: false), Self.frame(.binary, "x"), Self.frame(.continuation, "b")])
    #expect(result.messages == [.binary([0x78]), .text("ab")])
    #expect(result.violations == [.dataInsideFragmentedMessage(.binary)])
  }

  @Test("§5.4: the start of another message ends the unfinished one")
  func startInside() {
    let result = Self.assembled([
      Self.frame(.text, "a", fin: false), Self.frame(.text, "b", fin: false), Self.frame(.continuation, "c"),
    ])
    #expect(result.messages == [.text("bc")])
    #expect(result.violations == [.dataInsideFragmentedMessage(.text)])
  }

  @Test("§5.2: a message of an unknown opcode is taken in and withheld, its fragments with it")
  func unknownOpcode() {
    let unknown = Opcode(rawValue: 3)
    let result = Self.assembled([
      Self.frame(unknown, "a", fin: false), Self.frame(.continuation, "b"), Self.frame(Opcode(rawValue: 0xB), "c"), Self.frame(.text, "d"),
    ])
    #expect(result.messages == [.text("d")])
    #expect(result.violations == [])
  }

  @Test("§8.1: bad text is reported with its position in the message, once, in the fragment where it shows, and handed on")
  func badTextAcrossFragments() {
    var assembler = MessageAssembler()
    let first = assembler.take(Frame(sending: .text, payload: [0x61, 0xED], fin: false, maskKey: nil))
    #expect(first.violations == [])
    let second = assembler.take(Frame(sending: .continuation, payload: [0xA0, 0x80, 0xFF], fin: false, maskKey: nil))
    #expect(second.violations.map(\.kind) == [.textNotUTF8(offset: 2)])
    let third = assembler.take(Frame(sending: .continuation, payload: [0xFF], maskKey: nil))
    #expect(third.violations == [])
    #expect(third.message == .text([0x61, 0xED, 0xA0, 0x80, 0xFF, 0xFF]))
  }

  @Test("§8.1: a character may be split over fragments, but not over the end of the message")
  func splitCharacter() {
    let euro: [UInt8] = [0xE2, 0x82, 0xAC]
    let split = euro.enumerated().map { Frame(sending: $0 == 0 ? .text : .continuation, payload: [$1], fin: $0 == 2, maskKey: nil) }
    #expect(Self.assembled(split).violations == [])
    #expect(Self.assembled(split).messages == [.text(euro)])
    let cut = Self.assembled([Frame(sending: .text, payload: [0x61] + euro.prefix(2), maskKey: nil)])
    #expect(cut.violations == [.textEndsInsideCharacter(offset: 3)])
    #expect(cut.messages == [.text([0x61, 0xE2, 0x82])])
  }

  @Test("§8.1: binary messages may hold anything")
  func binary() {
    #expect(Self.assembled([Frame(sending: .binary, payload: [0xFF, 0xC0], maskKey: nil)]).violations == [])
  }

  @Test(
    "§5.5.1: close payloads",
    arguments: [
      ([], nil, [], []), ([0x03], nil, [], [.closePayloadOfOneByte]), ([0x03, 0xE8], 1000, [], []),
      ([0x03, 0xE8, 0x6F, 0x6B], 1000, [0x6F, 0x6B], []), ([0x03, 0xED], 1005, [], [.illegalCloseCode(1005)]),
      ([0x03, 0xE8, 0x61, 0xC0], 1000, [0x61, 0xC0], [.closeReasonNotUTF8(offset: 1)]),
      ([0x03, 0xE8, 0x61, 0xE2], 1000, [0x61, 0xE2], [.closeReasonNotUTF8(offset: 2)]),
      ([0x00, 0x00, 0xFF], 0, [0xFF], [.illegalCloseCode(0), .closeReasonNotUTF8(offset: 0)]),
    ] as [([UInt8], UInt16?, [UInt8], [Violation.Kind])])
  func closePayload(payload: [UInt8], code: UInt16?, reason: [UInt8], violations: [Violation.Kind]) {
    let result = Self.assembled([Frame(sending: .close, payload: payload, maskKey: nil)])
    #expect(result.messages == [.close(code: code, reason: reason)])
    #expect(result.violations == violations)
  }

  @Test("§7.4: which codes may be on the wire")
  func closeCodes() {
    let legal = (UInt16.min ... .max).filter(CloseCode.isLegalOnTheWire)
    #expect(legal == Array(1000...1003) + Array(1007...1014) + Array(3000...4999))
    #expect(CloseCode.name(1000) == "normal closure")
    #expect(CloseCode.name(1011) == "internal error")
    #expect((UInt16.min ... .max).allSatisfy { !CloseCode.name($0).isEmpty })
  }

  @Test("§5.5.1: data after the Close frame is reported and withheld; control frames are not data")
  func afterClose() {
    let result = Self.assembled([
      Self.frame(.close, ""), Self.frame(.text, "late"), Self.frame(.ping, ""), Self.frame(.continuation, "x"),
    ])
    #expect(result.messages == [.close(nil), .ping([])])
    #expect(result.violations == [.dataAfterClose(.text), .dataAfterClose(.continuation)])
  }

  @Test("What is not all here is no message", arguments: [Opcode.text, .binary, .close, .ping])
  func incomplete(opcode: Opcode) throws {
    for count in 1...8 {
      var decoder = FrameDecoder(role: .client)
      decoder.feed(Array(Frame(sending: opcode, payload: Array("\u{3}\u{5}abcdef".utf8), maskKey: nil).wireBytes.prefix(count)))
      let finished = decoder.finish()
      let cut = try #require(finished)
      let result = Self.assembled([cut.frame])
      #expect(result.messages == [])
      #expect(result.violations == [])
    }
  }

  @Test("§10.4: a message of many small frames is bounded too, and the next one is read")
  func boundedMessage() {
    let result = Self.assembled(
      [
        Self.frame(.text, "abc", fin: false), Self.frame(.continuation, "def", fin: false), Self.frame(.continuation, "ghi"),
        Self.frame(.text, "abcd"),
      ], maximumPayload: 5)
    #expect(result.messages == [.text("abcd")])
    #expect(result.violations == [.payloadAboveMaximum(length: 6, maximum: 5)])
  }
}
