internal import Diagnosis
internal import Foundation
internal import Reporting
internal import Running
internal import Scenarios
internal import Store
internal import Timeline

/// Diagnosis and all reports of a large recording, against reading it from SQLite.
enum ReadingBenchmarks {
  static func run(in folder: URL) throws {
    let plan = RunPlan(scenarios: Suite.standard.scenarios.compactMap(BuiltIns.scenario), suite: "standard", repetitions: 4)
    let played = try VirtualRun.play(plan, toolVersion: "bench")
    let path = folder.appendingPathComponent("played.sqlite").path
    let writer = try RecordingWriter(path: path, run: played.run, options: WriterOptions(queueLimit: 1 << 30))
    for session in played.sessions { writer.begin(session: session) }
    for event in played.events { writer.record(event) }
    try writer.finish(run: played.run)
    let file = try RecordingFile(path: path)
    let recording = try file.recording()
    let frames = recording.events.count { if case .frame = $0.kind { true } else { false } }

    let ours = Comparison.Way.whole("sttcheck") {
      let report = Report(Diagnosed(recording), toolVersion: "bench")
      let renderers: [any Renderer] = [TerminalRenderer(), MarkdownRenderer(), JSONRenderer()]
      guard renderers.allSatisfy({ !$0.render(report).isEmpty }) else { throw BenchmarkError("an empty report") }
    }
    let reading = Comparison.Way.whole("reading them from SQLite") {
      guard try file.recording().events.count == recording.events.count else { throw BenchmarkError("events are missing") }
    }
    try Comparison(title: "report: diagnose, render", count: Double(frames) / 10_000, unit: "10,000 frames", rounds: 5).run(
      ours: ours, peers: [reading])
  }
}
