import Diagnosis
import Reporting
import Speech
import Testing
import Timeline

struct GitHubRendererTests {
  @Test func golden() throws { try Golden.expect(GitHubRenderer.annotations(Samples.everything()), "everything-annotations.txt") }

  /// But for what balances, of which a page that many runs share says nothing.
  @Test func theSummaryIsTheMarkdown() throws {
    let report = try Samples.everything()
    let balanced = "✅ Balanced: session 2 (`two-utterances`).\n\n"
    let whole = MarkdownRenderer().render(report)
    #expect(whole.contains(balanced))
    #expect(GitHubRenderer().render(report) == whole.replacing(balanced, with: ""))
    #expect(!GitHubRenderer().render(try Samples.report(Samples.healthy)).contains("In and out"))
  }

  /// GitHub drops what is above 1 MiB, so sessions go, and the page says how many.
  @Test func aSummaryThatIsTooLongLosesSessions() throws {
    var report = try Samples.everything()
    report.diagnosis.sessions = Array(repeating: report.diagnosis.sessions[1], count: 9000)
    let text = GitHubRenderer().render(report)
    #expect(text.utf8.count <= 1_048_576)
    let rows = text.split(separator: "\n").count { $0.hasPrefix("| `two-utterances` |") }
    #expect(rows > 1000)
    #expect(text.hasSuffix("\nThis summary would be too long for GitHub: \(9000 - rows) more sessions left out.\n"))
  }

  /// One line a command, whatever stands in it; the runner gets the text back as it was made visible.
  @Test(
    arguments: Samples.hostile + [
      "::error::x", "a\n::add-mask::b", "100%", "%0A%25", "title=x,file=y:1", "]]>", ":\u{301}:\u{301},\u{301}%\u{301}41",
    ])
  func textsComeBackVisible(_ text: String) throws {
    let lines = GitHubRenderer.annotations(try Samples.filled { text }).split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    let visible = VisibleText.quote(text, limit: 4000)
    for (line, level) in zip(lines, ["error", "warning", "notice"]) {
      let command = try #require(Command(line))
      #expect(command.level == level)
      #expect(command.properties == ["title": "early-break: \(visible)"])
      #expect(visible.isEmpty || command.message.hasPrefix(visible + "\n"))
    }
    let invisible: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    #expect(!lines.joined().unicodeScalars.contains { $0 != "\n" && invisible.contains($0.properties.generalCategory) })
  }

  @Test func whatCouldNotBeJudgedIsSaid() throws {
    let inconclusive = try #require(Command(GitHubRenderer.annotations(try Samples.report(Samples.inconclusive)).dropLast()))
    #expect(inconclusive.level == "warning" && inconclusive.properties["title"] == "sttcheck: inconclusive")
    let unreachable = try #require(Command(GitHubRenderer.annotations(try Samples.report(Samples.unreachable)).dropLast()))
    #expect(unreachable.level == "error" && unreachable.properties["title"]?.hasPrefix("relay-unreachable: ") == true)
    #expect(GitHubRenderer.annotations(try Samples.report(Samples.healthy)).isEmpty)
  }

  @Test func noMoreThanGitHubKeeps() throws {
    var report = try Samples.everything()
    report.diagnosis.rootCauses = Array(repeating: report.diagnosis.rootCauses[0], count: 30)
    #expect(GitHubRenderer.annotations(report).split(separator: "\n").count { $0.hasPrefix("::error ") } == 10)
  }

  /// Between the two commands nothing is one, and no text can name the word that ends it.
  @Test func textForTheLogIsGuarded() throws {
    let report = try Samples.report(Samples.healthy) { $0.run.id = "1a2b-::\n%" }
    let lines = GitHubRenderer.guarded("::error::x\n::sttcheck::", report).split(separator: "\n")
    #expect(lines == ["::stop-commands::sttcheck-1a2b-", "::error::x", "::sttcheck::", "::sttcheck-1a2b-::"])
  }

  /// A workflow command as the runner reads it.
  private struct Command {
    var level: String
    var properties: [String: String] = [:]
    var message: String

    init?(_ line: some StringProtocol) {
      let line = String(line)
      // Bytes, as the runner has no graphemes.
      let parts = line.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard parts.count >= 5, parts[0].isEmpty, parts[1].isEmpty, parts[3].isEmpty else { return nil }
      let head = parts[2].split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
      guard head.count == 2, let level = String(head[0]) else { return nil }
      self.level = level
      for property in head[1].split(separator: UInt8(ascii: ",")) {
        let pair = property.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return nil }
        properties[String(decoding: pair[0], as: UTF8.self)] = Self.text(pair[1])
      }
      message = Self.text(parts[4...].joined(separator: [UInt8(ascii: ":")]))
    }

    /// `%41` as the byte that it stands for.
    private static func text(_ escaped: some Sequence<UInt8>) -> String {
      var bytes: [UInt8] = []
      var rest = Array(escaped)[...]
      while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
          bytes.append(byte)
          continue
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
