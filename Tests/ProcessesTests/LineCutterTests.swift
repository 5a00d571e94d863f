import Testing

@testable import Processes

struct LineCutterTests {
  @Test func cutsWhereLinesEnd() {
    var cutter = LineCutter()
    #expect(cutter.take("one\ntw".utf8) == ["one"])
    #expect(cutter.take("o\r\n\nthree".utf8) == ["two", ""])
    #expect(cutter.rest() == "three")
    #expect(cutter.rest() == nil)
  }

  @Test func aLineWithoutEndIsCut() {
    var cutter = LineCutter()
    let lines = cutter.take(Array(repeating: UInt8(ascii: "x"), count: LineCutter.longest + 5) + [UInt8(ascii: "\n"), 0x79, 0x0A])
    #expect(lines.map(\.count) == [LineCutter.longest + 1, 1])
    #expect(lines[0].hasSuffix("x…") && lines[1] == "y")
  }

  @Test func whatIsNoUTF8IsShown() {
    var cutter = LineCutter()
    #expect(cutter.take([0x61, 0xFF, 0x0A]) == ["a\u{FFFD}"])
  }
}
