import Reporting
import Testing

struct GoldenTests {
  @Test func terminal() throws {
    try Golden.expect(TerminalRenderer().render(Samples.everything()), "everything.txt")
    try Golden.expect(TerminalRenderer(verbose: true).render(Samples.everything()), "everything-verbose.txt")
  }

  @Test func markdown() throws { try Golden.expect(MarkdownRenderer().render(Samples.everything()), "everything.md") }

  @Test func json() throws { try Golden.expect(JSONRenderer().render(Samples.everything()), "everything.json") }

  /// The same recording gives the same bytes.
  @Test(arguments: Samples.stories.map(\.name))
  func isDeterministic(_ name: String) throws {
    let timeline = try #require(Samples.stories.first { $0.name == name }?.timeline)
    let renderers: [any Renderer] = [TerminalRenderer(), MarkdownRenderer(), JSONRenderer()]
    for renderer in renderers {
      let first = renderer.render(try Samples.report(timeline))
      for _ in 0..<5 { #expect(renderer.render(try Samples.report(timeline)) == first) }
      #expect(first.hasSuffix("\n"))
      #expect(!first.hasSuffix("\n\n"))
    }
  }
}
