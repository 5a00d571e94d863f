internal import Foundation
internal import Network
internal import Scenarios
internal import Speech
internal import Synchronization
internal import Timeline
internal import Watching

/// Plays rounds until it is told to stop, or until nothing can be recorded any more.
///
/// Each round is a program of its own, `sttcheck run`: what goes wrong in one (a crash, memory, a relay that hangs) is over with it.
final class Watch: Sendable {
  let words: [String]
  let every: Duration
  let rounds: Int?
  let folder: WatchFolder
  let onChange: String?
  let onFinding: String?
  private let registry: PrometheusRegistry
  private let metrics: Mutex<WatchMetrics>

  init(words: [String], every: Duration, rounds: Int?, folder: WatchFolder, onChange: String?, onFinding: String?) {
    self.words = words
    self.every = every
    self.rounds = rounds
    self.folder = folder
    self.onChange = onChange
    self.onFinding = onFinding
    let registry = PrometheusRegistry(help: WatchMetrics.help)
    self.registry = registry
    metrics = Mutex(WatchMetrics(registry))
  }

  /// Not in the midst of a round's values.
  var exposition: String { metrics.withLock { _ in registry.text } }

  func play() async throws {
    var previous: WatchRound?
    var count = 0
    while !Task.isCancelled {
      let began = ContinuousClock.now
      let (round, place) = try await round()
      metrics.withLock { $0.take(round) }
      Console.print(round.line)
      if let end = Self.end(round.exitCode) {
        throw CommandFailure(
          code: end, text: "the round ended with exit code \(round.exitCode), which no other round would change; see above")
      }
      await tell(round, place, isChange: previous.map { $0.verdict != round.verdict || Set($0.causes) != Set(round.causes) } ?? false)
      folder.rotate()
      previous = round
      count += 1
      guard count != rounds else { return }
      try? await Task.sleep(until: began + every)
    }
  }

  /// Usage, and what can't be written, stay as they are; whatever the relay does passes.
  private static func end(_ code: Int32) -> Exit? {
    switch code {
    case Exit.usage.rawValue: .usage
    case Exit.internalFault.rawValue: .internalFault
    default: nil
    }
  }

  private func round() async throws -> (WatchRound, place: String) {
    let clock = RunClock()
    let place = try folder.fresh(WallClock.unixNanoseconds)
    guard let program = Bundle.main.executablePath else {
      throw CommandFailure(code: .internalFault, text: "where sttcheck itself lies can't be found out")
    }
    // The line of the round says it; notes would say it once more.
    let outputs = ["--quiet", "--record", WatchFolder.recording(place), "--report", place, "--format", "json,html"]
    guard let code = await ChildProgram.run(program, ["run"] + words.filter { $0 != "--quiet" } + outputs, quiet: true) else {
      throw CommandFailure(code: .internalFault, text: "\(program): can't be started")
    }
    let report = Files.contents(place + "/" + ReportFormat.json.fileName).flatMap { try? JSONValue(parsing: $0) }
    return (
      WatchRound(report: report, exitCode: code, duration: clock.now(), endedAtUnixNanoseconds: WallClock.unixNanoseconds), place
    )
  }

  private func tell(_ round: WatchRound, _ place: String, isChange: Bool) async {
    let environment = [
      "STTCHECK_VERDICT": round.verdict ?? "", "STTCHECK_HEADLINE": round.headline, "STTCHECK_EXIT_CODE": "\(round.exitCode)",
      "STTCHECK_REPORT": place + "/" + ReportFormat.html.fileName, "STTCHECK_RECORDING": WatchFolder.recording(place),
    ]
    for command in [isChange ? onChange : nil, round.causes.isEmpty ? nil : onFinding].compactMap({ $0 }) {
      let code = await ChildProgram.run("/bin/sh", ["-c", command], environment: environment)
      if code != 0 { Console.note("watch: '\(command)' ended with \(code.map(String.init) ?? "nothing: /bin/sh can't be started")") }
    }
  }
}
