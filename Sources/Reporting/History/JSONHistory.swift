internal import Diagnosis
internal import Speech
internal import Timeline

/// Runs and trends for programs: `sttcheck.history/1`.
package struct JSONHistory: Sendable {
  package static let schema = "sttcheck.history/1"

  package init() {}

  package func render(_ history: History) -> String {
    let value: JSONValue = [
      "schema": .string(Self.schema), "source": .string(history.source), "headline": .string(history.headline),
      "remarks": .array(history.remarks.map { .string($0) }), "runs": .array(history.runs.map(run)),
    ]
    return JSONRenderer.harmless(value.serialized(pretty: true)) + "\n"
  }

  private func run(_ run: HistoryRun) -> JSONValue {
    [
      "id": .string(run.run.id), "recording": .string(run.source), "started_at": .string(run.run.startedAt),
      "relay": .string(run.run.relay), "suite": .text(run.run.suite), "verdict": .string(run.verdict.rawValue),
      "interrupted": .bool(run.interrupted), "headline": .string(run.headline), "root_causes": .array(run.causes.map { .string($0) }),
      "sessions": .integer(run.sessions), "healthy_sessions": .integer(run.healthySessions),
      "scenarios": .array(
        run.points.map { point in
          [
            "scenario": .string(point.scenario), "verdict": .string(point.verdict.rawValue), "sessions": .integer(point.sessions),
            "first_final_ms": .milliseconds(point.firstFinal), "interim_ms_p50": .milliseconds(point.latency),
            "wer": .rounded(point.wer, 4),
          ]
        }),
    ]
  }
}
