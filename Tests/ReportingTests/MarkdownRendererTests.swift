import Reporting
import TestSupport
import Testing

struct MarkdownRendererTests {
  @Test(arguments: Samples.hostile)
  func hostileTextIsOnlyText(_ text: String) throws { try check(MarkdownRenderer().render(Samples.filled { text })) }

  @Test(arguments: 1...20)
  func randomTextIsOnlyText(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    try check(MarkdownRenderer().render(Samples.filled { random.text() + (Samples.hostile.randomElement(using: &random) ?? "") }))
  }

  private func check(_ markdown: String) throws {
    for scalar in markdown.unicodeScalars where scalar != "\n" {
      #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory))
    }
    // Markdown reads scalars: an accent on a backtick or a pipe changes nothing.
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: markdown.unicodeScalars.filter { $0.properties.generalCategory != .nonspacingMark })
    let outside = Self.outsideFences(String(scalars))
    // Tables keep their columns.
    var columns: Int?
    for line in outside {
      guard line.hasPrefix("|") else {
        columns = nil
        continue
      }
      let count = Self.openPipes(line)
      #expect(count == columns ?? count, "a cell broke out: \(line)")
      columns = count
    }
    // The checklist, the sessions and the books.
    #expect(outside.filter { $0.hasPrefix("|") }.count == 7 + 3 + 9)
    // What stands outside code is ours: headings, folds, nothing that acts.
    #expect(outside.filter { $0.prefixMatch(of: #/#{1,6}(\s|$)/#) != nil }.count == 7)
    #expect(!outside.contains { $0.hasPrefix("    ") || $0.prefixMatch(of: #/(?:[+*]|\d+[.)])\s/#) != nil }, "a block of code, or a list")
    #expect(outside.filter { $0.hasPrefix("<details>") }.count == outside.filter { $0 == "</details>" }.count)
    for line in outside {
      var plain = Self.withoutCodeSpans(line)
      for tag in ["<details>", "<summary>", "</summary>", "</details>", "<!-- -->"] { plain = plain.replacing(tag, with: "\u{1}") }
      #expect(!plain.contains("<"), "a tag: \(line)")
      #expect(plain.firstMatch(of: #/[@#]\w/#) == nil, "a mention: \(line)")
      #expect(plain.firstMatch(of: #/:\/\/|www\.\w/#) == nil, "a link: \(line)")
      #expect(plain.firstMatch(of: #/(?:^|[^\\])[\[\]]/#) == nil, "a link: \(line)")
    }
  }

  @Test func snippetsKeepTheirFenceAndLanguage() throws {
    let markdown = MarkdownRenderer().render(try Samples.report(Samples.noCloseStream))
    #expect(markdown.contains("\n```python\nawait service.send("))
    #expect(markdown.contains("## ❌ sttcheck: faulty\n\n**0 messages, no CloseStream sent**"))
  }

  /// CommonMark 4.5: a fence is closed by one of at least its length, alone on its line.
  static func outsideFences(_ markdown: String) -> [Substring] {
    var fence: Int?
    var lines: [Substring] = []
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let ticks = line.prefix { $0 == "`" }.count
      if let open = fence {
        if ticks >= open, line.allSatisfy({ $0 == "`" }) { fence = nil }
      } else if ticks >= 3, !line.dropFirst(ticks).contains("`") {
        fence = ticks
      } else {
        lines.append(line)
      }
    }
    #expect(fence == nil, "a fence stays open")
    return lines
  }

  /// CommonMark 6.1: a code span ends at the next run of as many backticks; a backtick behind a backslash opens none.
  static func withoutCodeSpans(_ line: Substring) -> String {
    var out = ""
    var rest = line
    while let character = rest.first {
      if character == "\\" {
        out += rest.prefix(2)
        rest = rest.dropFirst(2)
        continue
      }
      guard character == "`" else {
        out.append(character)
        rest = rest.dropFirst()
        continue
      }
      let run = rest.prefix { $0 == "`" }
      var after = rest.dropFirst(run.count)
      var end: Substring?
      while let next = after.firstIndex(of: "`") {
        let closing = after[next...].prefix { $0 == "`" }
        after = after[closing.endIndex...]
        if closing.count == run.count {
          end = after
          break
        }
      }
      if end == nil { out += run }
      rest = end ?? rest.dropFirst(run.count)
    }
    return out
  }

  /// GFM 4.10: a pipe divides cells unless a backslash stands before it, inside code too.
  static func openPipes(_ line: Substring) -> Int {
    zip(" " + line, line).count { before, character in character == "|" && before != "\\" }
  }
}
