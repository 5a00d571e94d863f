internal import Speech
internal import Timeline

/// A comparison for programs: `sttcheck.diff/1`.
package struct JSONDiff: Sendable {
  package static let schema = "sttcheck.diff/1"

  package init() {}

  package func render(_ diff: RunDiff) -> String {
    let value: JSONValue = [
      "schema": .string(Self.schema), "regression": .bool(diff.isRegression), "headline": .string(diff.headline),
      "counts": .object(Dictionary(uniqueKeysWithValues: Change.Effect.allCases.map { ($0.rawValue, .integer(diff.count($0))) })),
      "before": side(diff.before), "after": side(diff.after), "remarks": .array(diff.remarks.map { .string($0) }),
      "changes": .array(diff.changes.map(change)),
      "scenarios": .array(
        diff.scenarios.map { scenario in
          [
            "scenario": .string(scenario.scenario), "sessions_before": .integer(scenario.sessions.before),
            "sessions_after": .integer(scenario.sessions.after), "changes": .array(scenario.changes.map(change)),
          ]
        }),
    ]
    return JSONRenderer.harmless(value.serialized(pretty: true)) + "\n"
  }

  private func side(_ run: RunBehaviour) -> JSONValue {
    [
      "recording": .string(run.source), "run": .string(run.run.id), "started_at": .string(run.run.startedAt),
      "relay": .string(run.run.relay), "verdict": .string(run.verdict), "headline": .string(run.headline),
    ]
  }

  private func change(_ change: Change) -> JSONValue {
    [
      "subject": .string(change.subject), "hop": .text(change.hop?.rawValue), "name": .string(change.name), "before": .text(change.before),
      "after": .text(change.after), "effect": .string(change.effect.rawValue),
    ]
  }
}
