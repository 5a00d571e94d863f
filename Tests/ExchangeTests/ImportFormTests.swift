import Exchange
import Testing

/// What a file is, by its beginning.
@Suite struct ImportFormTests {
  @Test(arguments: [
    ("{\"log\":{}}", "a", ImportForm.har), ("", "a.har", .har), ("{\"at_ns\":1,\"sender\":\"client\"}", "a", .ndjson),
    ("{\"a\":1}\n{\"b\":2}\n", "a", .ndjson), ("{\n\"log\":{}}", "a", .har), ("> a", "a.txt", .log), ("", "a", .log),
    ("PK\u{3}\u{4}rest", "a.har.zip", .archive), ("garbage", "a.pcap", .misnamed), ("garbage", "a.PCAPNG", .misnamed),
    ("garbage", "a.cap", .capture),
  ])
  func isToldByItsText(_ text: String, _ name: String, _ form: ImportForm) { #expect(ImportForm(Array(text.utf8), name: name) == form) }

  @Test(
    arguments: [
      [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1], [0x0A, 0x0D, 0x0D, 0x0A], [0x1F, 0x8B, 0x08],
    ] as [[UInt8]])
  func aCaptureHasItsMagic(_ bytes: [UInt8]) { #expect(ImportForm(bytes, name: "a") == .capture) }
}
