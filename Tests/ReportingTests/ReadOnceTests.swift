import Diagnosis
import Reporting
import Testing
import Timeline

/// However many reports are made of a recording, and whatever is asked of it then: it is matched once, and each of its sessions is read once.
@Suite(.enabled(if: Work.isCounted))
struct ReadOnceTests {
  private static let sessions = 12

  @Test(arguments: [Flood.sessions, .sideBySide], [RunInfo.ServiceHop.unseen, .simulated])
  func eachSessionIsReadOnce(_ flood: Flood, _ serviceHop: RunInfo.ServiceHop) {
    let recording = flood.recording(of: Self.sessions, serviceHop)
    let work = Work()
    Work.$counter.withValue(work) {
      let diagnosed = Diagnosed(recording)
      let report = Report(diagnosed, toolVersion: "1.0.0")
      let renderers: [any Renderer] = [
        TerminalRenderer(verbose: true, ladder: true), MarkdownRenderer(), JSONRenderer(), HTMLRenderer(), JUnitRenderer(), TAPRenderer(),
        GitHubRenderer(),
      ]
      for renderer in renderers { #expect(!renderer.render(report).isEmpty) }
      #expect(RunBehaviour(report, source: "a").scenarios.flatMap({ $0.sessions }).count == Self.sessions)
      _ = HistoryRun(report, source: "a")
      _ = OpenQuestion(diagnosed)
    }
    #expect(work.count(of: .matching) == 1)
    #expect(work.count(of: .reading) == Self.sessions)
  }
}
