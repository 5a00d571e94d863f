import Testing
import Wire

@Suite("RFC 6455 §5: what we send")
struct FrameSendingTests {
  @Test("§5.7: the examples, byte for byte")
  func examples() {
    let hello = Array("Hello".utf8)
    #expect(Frame(sending: .text, payload: hello, maskKey: nil).wireBytes == [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
    let masked: [UInt8] = [0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
    #expect(Frame(sending: .text, payload: hello, maskKey: 0x37FA_213D).wireBytes == [0x81] + masked)
    #expect(Frame(sending: .pong, payload: hello, maskKey: 0x37FA_213D).wireBytes == [0x8A] + masked)
    #expect(Frame(sending: .text, payload: Array("Hel".utf8), fin: false, maskKey: nil).wireBytes == [0x01, 0x03, 0x48, 0x65, 0x6C])
    #expect(Frame(sending: .continuation, payload: Array("lo".utf8), maskKey: nil).wireBytes == [0x80, 0x02, 0x6C, 0x6F])
    #expect(Frame(sending: .ping, payload: hello, maskKey: nil).wireBytes == [0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
    #expect(Frame(sending: .binary, payload: .init(repeating: 0, count: 256), maskKey: nil).header == [0x82, 0x7E, 0x01, 0x00])
    #expect(
      Frame(sending: .binary, payload: .init(repeating: 0, count: 65536), maskKey: nil).header == [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0])
  }

  @Test("Illegal frames can be sent too")
  func illegal() {
    #expect(Frame(sending: .ping, payload: [1], fin: false, rsv: 5, maskKey: nil).wireBytes == [0x59, 0x01, 0x01])
    let overlong = Frame(opcode: .text, header: [0x81, 126, 0, 1], payload: [0x41])
    #expect(overlong.wireBytes == [0x81, 126, 0, 1, 0x41])
  }

  @Test("A frame without a header gets the shortest one")
  func withoutHeader() {
    #expect(Frame(opcode: .text, payload: [0x41]).wireBytes == [0x81, 0x01, 0x41])
    #expect(Frame(opcode: .text, masked: true, payload: [0x41]).wireBytes == [0x81, 0x81, 0, 0, 0, 0, 0x41])
  }

  @Test("§5.5.1: a message's opcode and payload")
  func messages() {
    #expect(Message.text("é").payload == [0xC3, 0xA9])
    #expect(Message.close(1011, "no").payload == [0x03, 0xF3, 0x6E, 0x6F])
    #expect(Message.close(nil).payload == [])
    let all: [Message] = [.text("a"), .binary([1]), .ping([2]), .pong([3]), .close(1000)]
    #expect(all.map(\.opcode) == [.text, .binary, .ping, .pong, .close])
    for message in all {
      var assembler = MessageAssembler()
      #expect(assembler.take(Frame(sending: message.opcode, payload: message.payload, maskKey: nil)).message == message)
    }
  }
}
