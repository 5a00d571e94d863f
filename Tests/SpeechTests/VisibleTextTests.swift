import Speech
import TestSupport
import Testing

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("", ""), ("plain é 你 😀", "plain é 你 😀"), ("a\tb\r\nc\u{0}\u{1B}[31m\u{7F}", "a␉b␍␊c␀␛[31m␡"),
    ("\u{202E}x\u{2066}\u{200F}", "⟨U+202E⟩x⟨U+2066⟩⟨U+200F⟩"), ("a\u{A0}b\u{FEFF}\u{200B}\u{2028}", "a⟨U+00A0⟩b⟨U+FEFF⟩⟨U+200B⟩⟨U+2028⟩"),
    ("\u{85}\u{E000}\u{E0041}", "⟨U+0085⟩⟨U+E000⟩⟨U+E0041⟩"),
  ])
  func makesTheInvisibleVisible(text: String, shown: String) {
    #expect(VisibleText.quote(Array(text.utf8)) == shown)
    #expect(VisibleText.quote(text) == shown)
  }

  @Test func bytesThatAreNotUTF8AreShown() {
    #expect(VisibleText.quote([0x61, 0xFF, 0x62, 0xE2, 0x82, 0x63, 0xC0, 0x80]) == "a⟨0xFF⟩b⟨0xE2⟩⟨0x82⟩c⟨0xC0⟩⟨0x80⟩")
    #expect(VisibleText.quote([0xF0, 0x9F, 0x98]) == "⟨0xF0⟩⟨0x9F⟩⟨0x98⟩")
    #expect(VisibleText.quote([0xED, 0xA0, 0x80]) == "⟨0xED⟩⟨0xA0⟩⟨0x80⟩")
  }

  @Test func cutsAtTheLimit() {
    #expect(VisibleText.quote(String(repeating: "x", count: 200)) == String(repeating: "x", count: 200))
    #expect(VisibleText.quote(String(repeating: "x", count: 201)) == String(repeating: "x", count: 199) + "…")
    #expect(VisibleText.quote("abcdef", limit: 3) == "ab…")
    #expect(VisibleText.quote("ab\u{202E}cdef", limit: 8) == "ab…")
    #expect(VisibleText.quote("abc", limit: 0).isEmpty)
    #expect(VisibleText.quote("abc", limit: 1) == "…")
  }

  @Test func anyBytesGiveOnePrintableLineWithinTheLimit() {
    var generator = SeededRandom(seed: 9)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let limit = Int.random(in: 1...120, using: &generator)
      let text = VisibleText.quote(bytes, limit: limit)
      #expect(text.unicodeScalars.count <= limit)
      #expect(
        text.unicodeScalars.allSatisfy {
          switch $0.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: false
          default: true
          }
        })
    }
  }
}
