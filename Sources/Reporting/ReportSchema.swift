/// The JSON Schema (draft 2020-12) of the JSON report.
///
/// Members may be added without a new number; none is taken away and none changes its meaning. A copy stands in `Fixtures/report.schema.json`.
package enum ReportSchema {
  package static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sttcheck:report:1",
      "title": "sttcheck.report/1",
      "description": "What sttcheck says of one run. Null is what is not known, never 0.",
      "type": "object",
      "required": ["schema", "diagnosed_by", "run", "verdict", "headline", "root_causes", "notices", "provoked", "sessions", "checklist", "measurement", "undecided", "repetitions"],
      "properties": {
        "schema": { "const": "sttcheck.report/1" },
        "diagnosed_by": { "type": "string" },
        "run": { "$ref": "#/$defs/run" },
        "verdict": { "$ref": "#/$defs/verdict" },
        "headline": { "type": "string", "minLength": 1 },
        "root_causes": { "type": "array", "items": { "$ref": "#/$defs/root_cause" } },
        "notices": { "type": "array", "items": { "$ref": "#/$defs/finding" } },
        "provoked": { "type": "array", "items": { "$ref": "#/$defs/finding" } },
        "sessions": { "type": "array", "items": { "$ref": "#/$defs/session" } },
        "checklist": { "type": "array", "minItems": 5, "maxItems": 5, "items": { "$ref": "#/$defs/answer" } },
        "resilience": {
          "description": "How the relay took each failure of the service; only where the service was made to fail.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["session", "scenario", "misbehaviour", "did", "saw", "after_ns", "verdict", "rules", "answers"],
            "properties": {
              "session": { "type": "integer" },
              "scenario": { "type": "string" },
              "misbehaviour": { "type": "string" },
              "did": { "type": "string" },
              "saw": { "type": "string" },
              "after_ns": { "type": ["number", "null"] },
              "verdict": { "$ref": "#/$defs/verdict" },
              "rules": { "type": "array", "items": { "$ref": "#/$defs/rule" } },
              "answers": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["question", "answer", "reason"],
                  "properties": {
                    "question": { "type": "string" },
                    "answer": { "enum": ["yes", "no", "unknown", null] },
                    "reason": { "type": "string" }
                  }
                }
              }
            }
          }
        },
        "measurement": {
          "type": "object",
          "required": ["trustworthy", "reasons", "pacing_error_us"],
          "properties": {
            "trustworthy": { "type": "boolean" },
            "reasons": { "type": "array", "items": { "type": "string" } },
            "pacing_error_us": { "$ref": "#/$defs/percentiles" }
          }
        },
        "undecided": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["rule", "session", "reason"],
            "properties": { "rule": { "$ref": "#/$defs/rule" }, "session": { "type": ["integer", "null"] }, "reason": { "type": "string" } }
          }
        },
        "repetitions": {
          "description": "How often things went wrong where scenarios were played more than once; null where none was.",
          "type": ["object", "null"],
          "required": ["rounds", "flaky", "verdict", "items"],
          "properties": {
            "rounds": { "type": "integer", "minimum": 2 },
            "flaky": { "type": "boolean" },
            "verdict": { "type": "string" },
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "name", "scenario", "failed", "played", "flaky"],
                "properties": {
                  "kind": { "enum": ["cause", "check", "scenario"] },
                  "name": { "type": "string" },
                  "scenario": { "type": "string" },
                  "failed": { "type": "integer", "minimum": 1 },
                  "played": { "type": "integer", "minimum": 2 },
                  "flaky": { "type": "boolean" }
                }
              }
            }
          }
        }
      },
      "$defs": {
        "verdict": { "enum": ["healthy", "faulty", "inconclusive", "unreachable"] },
        "party": { "enum": ["client", "relay", "service", "network", "sttcheck"] },
        "rule": { "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" },
        "count": { "type": ["integer", "null"], "minimum": 0 },
        "text": { "type": ["string", "null"] },
        "run": {
          "type": "object",
          "required": ["id", "started_at", "relay", "suite", "tool_version", "interrupted", "service_hop", "command"],
          "properties": {
            "id": { "type": "string", "minLength": 1 },
            "started_at": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$" },
            "relay": { "type": "string" },
            "suite": { "$ref": "#/$defs/text" },
            "tool_version": { "type": "string" },
            "interrupted": { "type": "boolean" },
            "service_hop": { "enum": ["unseen", "simulated", "tapped", "direct"] },
            "command": { "type": "string" }
          }
        },
        "finding": {
          "type": "object",
          "required": ["rule", "certainty", "severity", "party", "cause", "summary", "remedy", "evidence", "alternatives"],
          "properties": {
            "rule": { "$ref": "#/$defs/rule" },
            "certainty": { "enum": ["proven", "inferred", "suspected"] },
            "severity": { "enum": ["error", "warning", "notice"] },
            "party": { "$ref": "#/$defs/party" },
            "cause": { "type": "string" },
            "summary": { "type": "string" },
            "remedy": { "type": "string" },
            "evidence": { "type": "array", "items": { "$ref": "#/$defs/evidence" } },
            "alternatives": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["rule", "separate_by"],
                "properties": { "rule": { "$ref": "#/$defs/rule" }, "separate_by": { "type": "string" } }
              }
            }
          }
        },
        "root_cause": {
          "allOf": [{ "$ref": "#/$defs/finding" }],
          "required": ["explains"],
          "properties": {
            "severity": { "enum": ["error", "warning"] },
            "explains": { "type": "array", "items": { "$ref": "#/$defs/rule" } }
          }
        },
        "evidence": {
          "type": "object",
          "required": ["session", "events", "text", "lines"],
          "properties": {
            "session": { "type": "integer", "minimum": 0 },
            "events": { "type": "array", "items": { "type": "integer", "minimum": 1 } },
            "text": { "type": "string" },
            "lines": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["event", "at_ns", "hop", "sender", "text"],
                "properties": {
                  "event": { "type": "integer" },
                  "at_ns": { "type": "integer" },
                  "hop": { "enum": ["client", "service", null] },
                  "sender": { "enum": ["client", "relay", "service", "network", "sttcheck", null] },
                  "text": { "type": "string" }
                }
              }
            }
          }
        },
        "session": {
          "type": "object",
          "required": ["id", "scenario", "verdict", "sent", "received", "transcript", "expected_transcript", "wer", "latency", "pace", "alignment", "close", "account", "checks", "first_messages", "provokes", "skipped"],
          "properties": {
            "id": { "type": "integer", "minimum": 1 },
            "scenario": { "type": "string", "minLength": 1 },
            "verdict": { "$ref": "#/$defs/verdict" },
            "sent": {
              "type": "object",
              "required": ["frames", "audio_seconds"],
              "properties": { "frames": { "$ref": "#/$defs/count" }, "audio_seconds": { "type": ["number", "null"], "minimum": 0 } }
            },
            "received": {
              "type": "object",
              "required": ["messages", "results", "finals", "metadata", "shape", "shape_confidence"],
              "properties": {
                "messages": { "$ref": "#/$defs/count" },
                "results": { "$ref": "#/$defs/count" },
                "finals": { "$ref": "#/$defs/count" },
                "metadata": { "type": ["boolean", "null"] },
                "shape": { "$ref": "#/$defs/text" },
                "shape_confidence": { "enum": ["guess", "likely", "certain", null] }
              }
            },
            "transcript": { "$ref": "#/$defs/text" },
            "expected_transcript": { "$ref": "#/$defs/text" },
            "wer": { "type": ["number", "null"], "minimum": 0 },
            "latency": {
              "type": "object",
              "required": ["first_result_ms", "first_final_ms", "interim_ms", "first_interim_ms", "last_interim_ms", "final_after_stop_ms", "relay_ms"],
              "properties": {
                "first_result_ms": { "type": ["number", "null"] },
                "first_final_ms": { "type": ["number", "null"] },
                "interim_ms": {
                  "description": "X - Y: seconds of audio sent minus the end of what an interim covers; finals are ignored.",
                  "$ref": "#/$defs/percentiles"
                },
                "first_interim_ms": { "type": ["number", "null"] },
                "last_interim_ms": { "type": ["number", "null"] },
                "final_after_stop_ms": { "type": ["number", "null"], "minimum": 0 },
                "relay_ms": {
                  "description": "From the service to the client, for each result that was seen on both hops.",
                  "$ref": "#/$defs/percentiles"
                }
              }
            },
            "pace": {
              "type": "object",
              "required": ["client", "service"],
              "properties": { "client": { "$ref": "#/$defs/pace" }, "service": { "$ref": "#/$defs/pace" } }
            },
            "alignment": {
              "description": "Word by word, expected against received.",
              "type": ["array", "null"],
              "items": {
                "type": "object",
                "required": ["kind", "expected", "received"],
                "properties": {
                  "kind": { "enum": ["match", "replaced", "missing", "added"] },
                  "expected": { "$ref": "#/$defs/text" },
                  "received": { "$ref": "#/$defs/text" }
                }
              }
            },
            "close": {
              "type": ["object", "null"],
              "required": ["code", "reason", "by", "frame"],
              "properties": {
                "code": { "type": ["integer", "null"], "minimum": 0, "maximum": 65535 },
                "reason": { "$ref": "#/$defs/text" },
                "by": { "enum": ["client", "relay", "service", "network", "sttcheck", null] },
                "frame": { "type": "boolean" }
              }
            },
            "account": {
              "description": "What went in, what came out and where the two differ, a line a matter; null where the session was not played.",
              "type": ["array", "null"],
              "items": {
                "type": "object",
                "required": ["book", "matter", "in", "out", "differences"],
                "properties": {
                  "book": { "enum": ["audio", "results", "control", "life", "declaration", "promises", "own"] },
                  "matter": { "type": "string", "minLength": 1 },
                  "in": { "$ref": "#/$defs/text" },
                  "out": { "$ref": "#/$defs/text" },
                  "differences": { "type": "array", "items": { "$ref": "#/$defs/difference" } }
                }
              }
            },
            "checks": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["name", "status", "detail", "explained_by"],
                "properties": {
                  "name": { "type": "string" },
                  "status": { "enum": ["passed", "failed", "skipped"] },
                  "detail": { "type": "string" },
                  "explained_by": { "$ref": "#/$defs/text" }
                }
              }
            },
            "first_messages": {
              "type": "object",
              "required": ["client", "service"],
              "properties": { "client": { "$ref": "#/$defs/quotes" }, "service": { "$ref": "#/$defs/quotes" } }
            },
            "provokes": { "type": "array", "items": { "$ref": "#/$defs/rule" } },
            "skipped": { "$ref": "#/$defs/text" }
          }
        },
        "difference": {
          "description": "Something that was due and did not come, or came otherwise. explained_by is the rule that accounts for it, a root cause before its echo; excused means that this is provoked or only deserves a remark.",
          "type": "object",
          "required": ["duty", "manner", "link", "party", "severity", "from_ns", "until_ns", "amount", "connection", "events", "text", "explained_by", "excused"],
          "properties": {
            "duty": {
              "enum": ["let-in", "dialled", "declared", "parameters", "audio", "audio-pace", "signals", "end-of-stream", "heard", "agreement", "results", "results-pace", "form", "staying", "closing", "close-words", "leaving"]
            },
            "manner": { "enum": ["missing", "altered", "extra", "repeated", "moved", "late", "early"] },
            "link": {
              "enum": ["client-to-relay", "relay-to-service", "service-to-relay", "relay-to-client", "client-to-service", "service-to-client"]
            },
            "party": { "$ref": "#/$defs/party" },
            "severity": { "enum": ["error", "warning", "notice"] },
            "from_ns": { "type": "integer" },
            "until_ns": { "type": ["integer", "null"] },
            "amount": {
              "type": "object",
              "required": ["value", "of", "unit"],
              "properties": { "value": { "type": "number" }, "of": { "type": ["number", "null"] }, "unit": { "type": "string", "minLength": 1 } }
            },
            "connection": { "type": ["integer", "null"], "minimum": 1 },
            "events": { "type": "array", "items": { "type": "integer", "minimum": 1 } },
            "text": { "type": "string", "minLength": 1 },
            "explained_by": { "$ref": "#/$defs/text" },
            "excused": { "type": "boolean" }
          }
        },
        "pace": {
          "description": "How audio went over one hop; null where none did, or where the hop was not seen.",
          "type": ["object", "null"],
          "required": ["messages", "real_time_factor", "jitter_ms", "bytes_per_second", "declared_bytes_per_second", "longest_gap_ms"],
          "properties": {
            "messages": { "type": "integer", "minimum": 1 },
            "real_time_factor": { "type": ["number", "null"], "minimum": 0 },
            "jitter_ms": { "$ref": "#/$defs/percentiles" },
            "bytes_per_second": { "type": ["number", "null"], "minimum": 0 },
            "declared_bytes_per_second": { "type": ["integer", "null"], "minimum": 1 },
            "longest_gap_ms": { "type": ["number", "null"], "minimum": 0 }
          }
        },
        "quotes": {
          "type": "array",
          "maxItems": 3,
          "items": {
            "type": "object",
            "required": ["event", "at_ns", "text"],
            "properties": { "event": { "type": "integer" }, "at_ns": { "type": "integer" }, "text": { "type": "string" } }
          }
        },
        "answer": {
          "type": "object",
          "required": ["id", "question", "answer", "reason"],
          "properties": {
            "id": { "enum": ["audio-declared", "results-come-back", "results-continue", "end-signalled", "pace-real-time"] },
            "question": { "type": "string", "minLength": 1 },
            "answer": { "enum": ["yes", "no", "unknown"] },
            "reason": { "type": "string" }
          }
        },
        "percentiles": {
          "type": ["object", "null"],
          "required": ["count", "p50", "p99", "max"],
          "properties": {
            "count": { "type": "integer", "minimum": 1 },
            "p50": { "type": "number" },
            "p99": { "type": "number" },
            "max": { "type": "number" }
          }
        }
      }
    }

    """#
}
