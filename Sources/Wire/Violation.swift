/// A rule of RFC 6455, or of RFC 7692 where compression was agreed on, that the peer broke: data to record, never an error to throw.
package struct Violation: Sendable, Hashable {
  /// What was broken; one case for each rule.
  package enum Kind: Sendable, Hashable {
    /// §5.1: a server must not mask.
    case maskedServerFrame
    /// §5.1: a client must mask.
    case unmaskedClientFrame
    /// §5.2: RSV1–3 must be 0 where no extension that uses them was agreed on. The value from 1 to 7; RSV1 is 4.
    case reservedBits(UInt8)
    /// §5.2: opcodes 3–7 and 11–15 are reserved.
    case unknownOpcode(Opcode)
    /// §5.2: the length must take its shortest form. `bytes` is the size of the extended form used: 2 or 8.
    case nonMinimalLength(UInt64, bytes: Int)
    /// §5.2: the highest bit of a 64-bit length must be 0. The frame's end cannot be found: nothing after it is read.
    case lengthHighestBitSet(UInt64)
    /// §5.5 (and §5.4): control frames must not be fragmented.
    case fragmentedControl(Opcode)
    /// §5.5: control frames carry 125 bytes at most.
    case controlTooLong(Opcode, length: UInt64)
    /// §5.4: a continuation frame needs a message that was begun.
    case continuationWithoutStart
    /// §5.4: inside a fragmented message the next data frame must be a continuation.
    case dataInsideFragmentedMessage(Opcode)
    /// §8.1: text must be UTF-8. The offset, in the message, of the first byte that makes it impossible.
    case textNotUTF8(offset: Int)
    /// §8.1: text must not end in the middle of a character. The offset, in the message, where it ends.
    case textEndsInsideCharacter(offset: Int)
    /// §5.5.1: a close payload has a code of two bytes, or is empty.
    case closePayloadOfOneByte
    /// §7.4: a code that no Close frame may carry.
    case illegalCloseCode(UInt16)
    /// §5.5.1: the reason must be UTF-8. The offset in the reason; its length where it ends in the middle of a character.
    case closeReasonNotUTF8(offset: Int)
    /// §5.5.1: no data frame after the Close frame.
    case dataAfterClose(Opcode)
    /// §5.2: the stream ended before the frame did. `length` is nil where the header itself was cut off; then `received` counts its bytes.
    case frameCutOff(received: UInt64, length: UInt64?)
    /// §10.4: longer than *we* take, be it a frame or a message of several; the rest was skipped.
    case payloadAboveMaximum(length: UInt64, maximum: Int)
    /// RFC 7692 §6.1: control frames are never compressed.
    case compressedControl(Opcode)
    /// RFC 7692 §6.1: the first frame alone says that a message is compressed.
    case compressedContinuation
    /// RFC 7692 §7.2.2: what is marked as compressed must inflate, and end between two blocks.
    case notInflatable(endsInside: Bool)
    /// RFC 7692 §7.1.1: a message looks back at earlier ones although its sender agreed not to.
    case contextTakenOver(Role)
    /// RFC 7692 §7.1.2: a message looks further back than its sender agreed to.
    case beyondWindow(Role, bits: Int)
    /// RFC 7692 §7.1: the 101 turns compression on in a way that the client must not accept.
    case deflateAnswer(DeflateFault)
  }

  package var kind: Kind

  package init(_ kind: Kind) { self.kind = kind }

  /// The number of the RFC.
  package var rfc: Int {
    switch kind {
    case .compressedControl, .compressedContinuation, .notInflatable, .contextTakenOver, .beyondWindow, .deflateAnswer: 7692
    default: 6455
    }
  }

  /// The section of that RFC: `5.1`.
  package var section: String {
    switch kind {
    case .maskedServerFrame, .unmaskedClientFrame: "5.1"
    case .reservedBits, .unknownOpcode, .nonMinimalLength, .lengthHighestBitSet, .frameCutOff: "5.2"
    case .continuationWithoutStart, .dataInsideFragmentedMessage: "5.4"
    case .fragmentedControl, .controlTooLong: "5.5"
    case .closePayloadOfOneByte, .closeReasonNotUTF8, .dataAfterClose: "5.5.1"
    case .illegalCloseCode: "7.4"
    case .textNotUTF8, .textEndsInsideCharacter: "8.1"
    case .payloadAboveMaximum: "10.4"
    case .compressedControl, .compressedContinuation: "6.1"
    case .notInflatable: "7.2.2"
    case .contextTakenOver(let sender): sender == .server ? "7.1.1.1" : "7.1.1.2"
    case .beyondWindow(let sender, _): sender == .server ? "7.1.2.1" : "7.1.2.2"
    case .deflateAnswer(let fault): fault.section
    }
  }

  /// One plain sentence with the figures.
  package var text: String {
    switch kind {
    case .maskedServerFrame: "A server must not mask its frames, and this one is masked."
    case .unmaskedClientFrame: "A client must mask its frames, and this one is not masked."
    case .reservedBits(let bits): "No extension that uses them was agreed, and \(Self.reservedNames(bits)) set."
    case .unknownOpcode(let opcode): "The opcode \(opcode.name) is reserved."
    case .nonMinimalLength(let length, let bytes):
      "The length \(length) is written in \(bytes) extra bytes although a shorter form holds it."
    case .lengthHighestBitSet(let length):
      "The highest bit of the 64-bit length \(length) is set, so the frame has no end that can be found."
    case .fragmentedControl(let opcode): "A control frame must be whole, and this \(opcode.name) frame has FIN = 0."
    case .controlTooLong(let opcode, let length): "A control frame carries at most 125 bytes, and this \(opcode.name) frame has \(length)."
    case .continuationWithoutStart: "A continuation frame came although no message was begun."
    case .dataInsideFragmentedMessage(let opcode): "A new \(opcode.name) frame came inside a fragmented message that was not finished."
    case .textNotUTF8(let offset): "The text is not UTF-8: byte \(offset) of the message cannot stand there."
    case .textEndsInsideCharacter(let offset): "The text is not UTF-8: it ends after \(offset) bytes in the middle of a character."
    case .closePayloadOfOneByte: "The Close frame has a payload of one byte, which is half a close code."
    case .illegalCloseCode(let code): "The close code \(code) (\(CloseCode.name(code))) must not be sent."
    case .closeReasonNotUTF8(let offset): "The close reason is not UTF-8 at its byte \(offset)."
    case .dataAfterClose(let opcode): "A \(opcode.name) frame came after the Close frame."
    case .frameCutOff(let received, nil): "The stream ended inside a frame header, after \(received) of its bytes."
    case .frameCutOff(let received, let length?): "The stream ended inside a frame, after \(received) of its \(length) payload bytes."
    case .payloadAboveMaximum(let length, let maximum): "\(length) bytes are more than the \(maximum) that are kept; the rest was skipped."
    case .compressedControl(let opcode): "Control frames are never compressed, and this \(opcode.name) frame has RSV1 set."
    case .compressedContinuation: "Only a message's first frame says that it is compressed, and this continuation frame has RSV1 set."
    case .notInflatable(false): "The message is marked as compressed, and what it holds does not inflate."
    case .notInflatable(true): "The message is marked as compressed, and ends in the middle of a DEFLATE block."
    case .contextTakenOver(let sender):
      "The message looks back at earlier ones, against the agreed '\(Self.side(sender))_no_context_takeover'."
    case .beyondWindow(let sender, let bits):
      "The message looks further back than the agreed '\(Self.side(sender))_max_window_bits=\(bits)' allows."
    case .deflateAnswer(let fault): "The answer turns \(DeflateParameters.name) on wrongly: \(fault.text)."
    }
  }

  private static func side(_ sender: Role) -> String { sender == .server ? "server" : "client" }

  private static func reservedNames(_ bits: UInt8) -> String {
    let names = [(4, "RSV1"), (2, "RSV2"), (1, "RSV3")].filter { bits & $0.0 != 0 }.map(\.1)
    return names.joined(separator: " and ") + (names.count == 1 ? " is" : " are")
  }
}
