import Diagnosis
import Reporting
import Testing
import Timeline

/// A report takes four times as long where four times as much was recorded, whatever it is: counted in elements looked at, which no machine makes
/// faster or slower. What is linear stays below 4.6 times; all times all would be sixteen.
@Suite(.enabled(if: Work.isCounted))
struct FloodTests {
  private static let few = 64

  /// What is looked at in the neighbourhood only, or by its sound, is so from some number on.
  private static func few(_ flood: Flood) -> Int {
    switch flood {
    case .audio, .reversedAudio, .sideBySide: 3 * few
    default: few
    }
  }

  private static let growth = 4.6

  @Test(arguments: Flood.allCases, [RunInfo.ServiceHop.unseen, .simulated])
  func fourTimesAsMuchTakesFourTimesAsLong(_ flood: Flood, _ serviceHop: RunInfo.ServiceHop) {
    let (less, more) = (Self.report(flood, Self.few(flood), serviceHop), Self.report(flood, 4 * Self.few(flood), serviceHop))
    #expect(less.steps > less.report.recording.events.count, "nothing was counted")
    #expect(
      Double(more.steps) <= Self.growth * Double(less.steps), "diagnosis, \(flood.rawValue): \(less.steps) steps, then \(more.steps)")
    // The hops make no difference to what draws them.
    guard serviceHop == .simulated else { return }
    let renderers: [any Renderer] = [
      TerminalRenderer(verbose: true), MarkdownRenderer(), JSONRenderer(), HTMLRenderer(), JUnitRenderer(), TAPRenderer(), GitHubRenderer(),
    ]
    for renderer in renderers {
      let steps = [less, more].map { made in Work.counting { renderer.render(made.report) }.steps }
      // What is drawn only where something was found takes nothing where nothing was.
      let least = less.report.recording.events.count
      #expect(
        Double(steps[1]) <= Self.growth * Double(max(steps[0], least)), "\(type(of: renderer)), \(flood.rawValue): \(steps)")
    }
  }

  private static func report(_ flood: Flood, _ count: Int, _ serviceHop: RunInfo.ServiceHop) -> (report: Report, steps: Int) {
    let recording = flood.recording(of: count, serviceHop)
    let (diagnosed, steps) = Work.counting { Diagnosed(recording) }
    return (Report(diagnosed, toolVersion: "1.0.0"), steps)
  }
}
