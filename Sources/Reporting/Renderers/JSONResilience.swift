internal import Diagnosis
internal import Speech
internal import Timeline

/// The chapter about a failing service, for programs.
enum JSONResilience {
  static func rows(_ rows: [ResilienceRow]) -> JSONValue { .array(rows.map(row)) }

  private static func row(_ row: ResilienceRow) -> JSONValue {
    [
      "session": .integer(row.session), "scenario": .string(row.scenario), "misbehaviour": .string(row.misbehaviour.rawValue),
      "did": .string(row.did), "saw": .string(row.saw), "after_ns": row.after.map { .number(Double($0)) } ?? .null,
      "verdict": .string(row.verdict.rawValue), "rules": .array(row.rules.map { .string($0) }),
      "answers": .array(
        row.answers.map { answer in
          [
            "question": .string(answer.question.rawValue), "answer": .text(answer.answer?.rawValue), "reason": .string(answer.reason),
          ]
        }),
    ]
  }
}
