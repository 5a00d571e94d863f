import Testing
import Wire

@Suite("Violations as data")
struct ViolationTests {
  @Test(
    "Each names its section and says in one sentence what is wrong",
    arguments: [
      (.maskedServerFrame, "5.1", "server must not mask"), (.unmaskedClientFrame, "5.1", "client must mask"),
      (.reservedBits(4), "5.2", "RSV1 is set"), (.reservedBits(3), "5.2", "RSV2 and RSV3 are set"),
      (.unknownOpcode(Opcode(rawValue: 0xB)), "5.2", "0xB"), (.nonMinimalLength(5, bytes: 8), "5.2", "length 5"),
      (.lengthHighestBitSet(1 << 63), "5.2", "9223372036854775808"), (.fragmentedControl(.ping), "5.5", "ping frame has FIN = 0"),
      (.controlTooLong(.close, length: 126), "5.5", "close frame has 126"), (.continuationWithoutStart, "5.4", "no message was begun"),
      (.dataInsideFragmentedMessage(.text), "5.4", "new text frame"), (.textNotUTF8(offset: 17), "8.1", "byte 17"),
      (.textEndsInsideCharacter(offset: 3), "8.1", "after 3 bytes"), (.closePayloadOfOneByte, "5.5.1", "one byte"),
      (.illegalCloseCode(1006), "7.4", "1006 (abnormal closure)"), (.illegalCloseCode(0x6279), "7.4", "25209 (the letters 'by'"),
      (.closeReasonNotUTF8(offset: 2), "5.5.1", "byte 2"),
      (.dataAfterClose(.binary), "5.5.1", "binary frame came after the Close"),
      (.frameCutOff(received: 2, length: 5), "5.2", "2 of its 5 payload bytes"), (.frameCutOff(received: 1, length: nil), "5.2", "header"),
      (.payloadAboveMaximum(length: 9, maximum: 8), "10.4", "9 bytes are more than the 8"),
      (.compressedControl(.ping), "6.1", "ping frame has RSV1"), (.compressedContinuation, "6.1", "continuation frame has RSV1"),
      (.notInflatable(endsInside: false), "7.2.2", "does not inflate"), (.notInflatable(endsInside: true), "7.2.2", "in the middle"),
      (.contextTakenOver(.server), "7.1.1.1", "server_no_context"), (.contextTakenOver(.client), "7.1.1.2", "client_no_context"),
      (.beyondWindow(.server, bits: 9), "7.1.2.1", "server_max_window_bits=9"), (.beyondWindow(.client, bits: 8), "7.1.2.2", "bits=8"),
      (.deflateAnswer(DeflateFault(section: "7.1", text: "it is wrong")), "7.1", "it is wrong."),
    ] as [(Violation.Kind, String, String)])
  func wording(kind: Violation.Kind, section: String, part: String) {
    let violation = Violation(kind)
    #expect(violation.section == section)
    #expect((violation.rfc == 7692) == ["6.1", "7.2.2", "7.1", "7.1.1.1", "7.1.1.2", "7.1.2.1", "7.1.2.2"].contains(section))
    #expect(violation.text.contains(part))
    #expect(violation.text.hasSuffix("."))
    #expect(!violation.text.contains("\n"))
  }
}
