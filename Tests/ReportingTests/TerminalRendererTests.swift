import Diagnosis
import Reporting
import TestSupport
import Testing
import Timeline

struct TerminalRendererTests {
  @Test(arguments: [40, 60, 80, 120])
  func noLineIsWider(_ width: Int) throws {
    var random = SeededRandom(seed: UInt64(width))
    for _ in 0..<40 {
      let report = try Samples.filled { random.text() }
      for verbose in [false, true] {
        for line in TerminalRenderer(width: width, verbose: verbose).render(report).split(separator: "\n") {
          #expect(Self.columns(line) <= width, "\(Self.columns(line)): \(line)")
        }
      }
    }
  }

  @Test(arguments: Samples.hostile)
  func nothingOfTheRelayReachesTheTerminalAsACommand(_ text: String) throws {
    let report = try Samples.filled { text }
    let plain = TerminalRenderer(verbose: true).render(report)
    for scalar in plain.unicodeScalars where scalar != "\n" {
      #expect(
        ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory),
        "U+\(String(scalar.value, radix: 16))")
    }
    // With colour the only escape sequences are our own, and without them it is the same text.
    let coloured = TerminalRenderer(colour: true, verbose: true).render(report)
    #expect(coloured.contains("\u{1B}["))
    #expect(coloured.replacing(#/\u{1B}\[[0-9;]+m/#, with: "") == plain)
  }

  @Test func tellsTheWholeStory() throws {
    let text = TerminalRenderer().render(try Samples.report(Samples.noCloseStream))
    let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [
      "FAULTY: 0 messages, no CloseStream sent", "close-stream-missing", "at fault: the relay", "proven", "Evidence", "Fix: ",
      "CloseStream", "✗ no Was the end",
    ] {
      #expect(plain.contains(part), "missing: \(part)")
    }
    #expect(text.contains("#45"))
    #expect(plain.contains("relay → client: nothing"))
  }

  /// Sessions that are fine keep their messages to themselves unless asked.
  @Test func firstMessagesOfHealthySessionsOnlyWhenVerbose() throws {
    let report = try Samples.report(Samples.healthy)
    #expect(!TerminalRenderer().render(report).contains("First messages"))
    #expect(TerminalRenderer(verbose: true).render(report).contains("First messages"))
  }

  @Test func anInterruptedRunSaysSo() throws {
    for change in [0, 1] {
      let report = try Samples.report(Samples.healthy) { if change == 0 { $0.run.interrupted = true } else { $0.run.finished = false } }
      #expect(report.interrupted)
      #expect(TerminalRenderer().render(report).contains("The run was interrupted"))
      #expect(MarkdownRenderer().render(report).contains("The run was interrupted"))
    }
    #expect(try !Samples.report(Samples.healthy).interrupted)
  }

  @Test func alternativesNameWhatSeparatesThem() throws {
    let text = TerminalRenderer().render(try Samples.report(Samples.alternatives))
    #expect(text.contains("Could also be"))
    #expect(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("To tell them apart:"))
  }

  @Test func inconclusiveSaysWhatToDo() throws {
    for timeline in [Samples.inconclusive, Samples.nothingPlayed] {
      let report = try Samples.report(timeline)
      #expect(report.diagnosis.verdict == .inconclusive)
      #expect(TerminalRenderer().render(report).contains("→ "))
    }
  }

  /// What is too long for the line still can be pasted: its comment goes before it.
  @Test func snippetsCanBePasted() throws {
    var report = try Samples.everything()
    let line = "async for message in service:          # the last results and Metadata, then close 1000"
    report.diagnosis.rootCauses[0].finding.remedy = "Read on:\n\n```python\n\(line)\n    await client.send_text(message)  # short\n```"
    let text = TerminalRenderer().render(report)
    #expect(
      text.contains(
        "\n       # the last results and Metadata, then close 1000\n       async for message in service:\n           await client.send_text(message)  # short\n"
      ))
  }

  /// A command that takes two lines is still one command.
  @Test func longCommandsAreContinued() throws {
    var report = try Samples.everything()
    let command = "curl -i -N -H 'Connection: Upgrade' -H 'Upgrade: web sock et' -H 'Sec-WebSocket-Version: 13' http://relay.test/listen"
    report.diagnosis.rootCauses[0].finding.remedy = "Try:\n\n```sh\n\(command)\n```"
    let lines = TerminalRenderer().render(report).split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.contains("curl -i") })
    #expect(lines[start].hasSuffix(" \\"))
    let joined = (lines[start].dropLast() + lines[start + 1]).split(separator: " ").joined(separator: " ")
    #expect(joined == command)
    // No break inside quotes, where it would change the text.
    #expect(lines[start].count { $0 == "'" }.isMultiple(of: 2))
  }

  @Test(arguments: [1, 2])
  func oneIsNoPlural(_ number: Int) throws {
    let timeline = Array(repeating: Samples.warningOnly, count: number).joined(separator: "\n")
    let text = TerminalRenderer().render(try Samples.report(timeline)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains(number == 1 ? "; 1 session of suite" : "; 2 sessions of suite"))
  }

  /// Columns as most terminals count them, counted here by other means than the renderer's.
  static func columns(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x300...0x36F: sum
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0x1F300...0x1FAFF: sum + 2
      default: sum + 1
      }
    }
  }
}
