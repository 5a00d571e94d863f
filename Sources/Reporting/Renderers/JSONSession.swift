internal import Diagnosis
internal import Speech
internal import Timeline

/// One session in the JSON report.
enum JSONSession {
  static func value(_ session: SessionResult, isDirect: Bool) -> JSONValue {
    let known = !session.isSkipped
    return [
      "id": .integer(session.info.number),
      "scenario": .string(session.info.scenario),
      "verdict": .string(session.verdict.rawValue),
      "sent": ["frames": known ? .integer(session.sentFrames) : .null, "audio_seconds": .rounded(session.sentSeconds, 6)],
      "received": [
        "messages": known ? .integer(session.messages) : .null, "results": .integer(session.knownResults),
        "finals": .integer(session.knownFinals), "metadata": known ? .bool(session.metadata) : .null,
        "shape": .text(session.shape), "shape_confidence": .text(session.shapeConfidence),
      ],
      "transcript": .text(session.transcript),
      "expected_transcript": .text(session.info.audio?.transcript),
      "wer": .rounded(session.wer, 4),
      "latency": [
        "first_result_ms": .milliseconds(session.firstResult), "first_final_ms": .milliseconds(session.firstFinal),
        "interim_ms": .percentiles(session.interimLatency, unit: 1e6),
        "first_interim_ms": .milliseconds(session.figures?.firstInterim), "last_interim_ms": .milliseconds(session.figures?.lastInterim),
        "final_after_stop_ms": .milliseconds(session.figures?.finalAfterStop),
        "relay_ms": .percentiles(session.figures?.relay, unit: 1e6),
      ],
      "pace": ["client": pace(session.figures?.client), "service": pace(session.figures?.service)],
      "alignment": session.figures?.alignment.map { .array($0.map(word)) } ?? .null,
      "close": session.close.map(close) ?? .null,
      "account": session.account.map { JSONAccount.value($0, isDirect: isDirect) } ?? .null,
      "checks": .array(session.checks.map(check)),
      "first_messages": ["client": quotes(session, .client), "service": quotes(session, .service)],
      "provokes": .array(session.info.provokes.map { .string($0) }),
      "skipped": skipped(session),
    ]
  }

  private static func pace(_ pace: SymptomFigures.HopPace?) -> JSONValue {
    guard let pace else { return .null }
    return [
      "messages": .integer(pace.messages), "real_time_factor": .rounded(pace.factor, 4),
      "jitter_ms": .percentiles(pace.jitter, unit: 1e6), "bytes_per_second": .rounded(pace.bytesPerSecond, 1),
      "declared_bytes_per_second": .integer(pace.declaredBytesPerSecond), "longest_gap_ms": .milliseconds(pace.longestGap),
    ]
  }

  private static func word(_ word: AlignedWord) -> JSONValue {
    let (kind, expected, received): (String, String?, String?) =
      switch word {
      case .match(let word): ("match", word, word)
      case .substitution(let expected, let received): ("replaced", expected, received)
      case .deletion(let word): ("missing", word, nil)
      case .insertion(let word): ("added", nil, word)
      }
    return ["kind": .string(kind), "expected": .text(expected), "received": .text(received)]
  }

  private static func close(_ close: CloseResult) -> JSONValue {
    [
      "code": .integer(close.code.map(Int.init)), "reason": .text(close.reason), "by": .text(close.by?.rawValue),
      "frame": .bool(close.frame),
    ]
  }

  private static func check(_ check: CheckResult) -> JSONValue {
    [
      "name": .string(check.name), "status": .string(check.status.rawValue), "detail": .string(check.detail),
      "explained_by": .text(check.explainedBy),
    ]
  }

  private static func quotes(_ session: SessionResult, _ hop: Hop) -> JSONValue {
    .array(
      (session.firstMessages[hop] ?? []).map {
        ["event": .number(Double($0.event)), "at_ns": .number(Double($0.at)), "text": .string($0.text)]
      })
  }

  /// Why it was not played; null where it was.
  private static func skipped(_ session: SessionResult) -> JSONValue {
    if case .skipped(let reason) = session.info.outcome { return .string(reason) }
    return .null
  }
}

extension JSONValue {
  static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  static func integer(_ value: Int?) -> JSONValue { value.map { .number(Double($0)) } ?? .null }

  static func rounded(_ value: Double?, _ places: Int) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
    return .number((value * scale).rounded() / scale)
  }

  static func milliseconds(_ value: Nanoseconds?) -> JSONValue { rounded(value.map { Double($0) / 1e6 }, 3) }

  static func percentiles(_ value: Percentiles?, unit: Double) -> JSONValue {
    guard let value else { return .null }
    return [
      "count": .integer(value.count), "p50": rounded(Double(value.p50) / unit, 3), "p99": rounded(Double(value.p99) / unit, 3),
      "max": rounded(Double(value.max) / unit, 3),
    ]
  }
}
