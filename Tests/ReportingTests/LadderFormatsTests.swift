import Diagnosis
import Reporting
import TestSupport
import Testing
import Timeline

/// The ladder inside the other formats.
struct LadderFormatsTests {
  @Test func theTerminalDrawsItWhereAsked() throws {
    let report = try Samples.report(Samples.noCloseStream + "\n" + Samples.provoked)
    let plain = TerminalRenderer().render(report)
    #expect(!plain.contains("Ladder"))
    let one = TerminalRenderer(ladder: true).render(report)
    #expect(one.contains("\nLadder\n") && one.contains("╌ CloseStream expected here ╌") && !one.contains("Session 2, too-fast"))
    #expect(TerminalRenderer(verbose: true, ladder: true).render(report).contains("Session 2, too-fast\n"))
    let coloured = TerminalRenderer(colour: true, ladder: true).render(report)
    #expect(coloured.replacing(#/\u{1B}\[[0-9;]+m/#, with: "") == one)
    #expect(coloured.contains(#/\u{1B}\[1;31m\? .*CloseStream expected here/#))
    #expect(TerminalRenderer(ladder: true).render(try Samples.report(Samples.nothingPlayed)).contains("Ladder\n  Nothing was played.\n"))
  }

  @Test(arguments: [40, 60, 80, 120])
  func noLineIsWider(_ width: Int) throws {
    var random = SeededRandom(seed: UInt64(width))
    for _ in 0..<10 {
      for line in TerminalRenderer(width: width, verbose: true, ladder: true).render(try Samples.filled { random.text() }).split(
        separator: "\n")
      {
        #expect(TerminalRendererTests.columns(line) <= width, "\(line)")
      }
    }
  }

  @Test func markdownFoldsItAwayWhereThereIsACause() throws {
    let markdown = MarkdownRenderer().render(try Samples.report(Samples.noCloseStream))
    #expect(
      markdown.contains(
        "<details><summary>Session 1 as a ladder: every frame between client, relay and service</summary>\n\n```text\nSession 1, baseline\n"
      ))
    #expect(!MarkdownRenderer().render(try Samples.report(Samples.healthy)).contains("ladder"))
  }

  /// The same recording gives the same bytes.
  @Test(arguments: Samples.stories.map(\.name))
  func isDeterministic(_ name: String) throws {
    let timeline = try #require(Samples.stories.first { $0.name == name }?.timeline)
    let renderers: [any Renderer] = [JUnitRenderer(), TAPRenderer(), GitHubRenderer(), TerminalRenderer(ladder: true)]
    for renderer in renderers {
      let first = renderer.render(try Samples.report(timeline))
      for _ in 0..<3 { #expect(renderer.render(try Samples.report(timeline)) == first) }
      #expect(first.hasSuffix("\n") && !first.hasSuffix("\n\n"))
    }
  }
}
