/// The JSON Schema (draft 2020-12) of the JSON history.
///
/// Members may be added without a new number; none is taken away and none changes its meaning. A copy stands in `Fixtures/history.schema.json`.
package enum HistorySchema {
  package static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sttcheck:history:1",
      "title": "sttcheck.history/1",
      "description": "The runs of a recording or a folder of recordings, oldest first. Null is what is not known, never 0.",
      "type": "object",
      "required": ["schema", "source", "headline", "remarks", "runs"],
      "properties": {
        "schema": { "const": "sttcheck.history/1" },
        "source": { "description": "The file or folder.", "type": "string" },
        "headline": { "type": "string", "minLength": 1 },
        "remarks": { "description": "What could not be read.", "type": "array", "items": { "type": "string" } },
        "runs": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["id", "recording", "started_at", "relay", "suite", "verdict", "interrupted", "headline", "root_causes", "sessions", "healthy_sessions", "scenarios"],
            "properties": {
              "id": { "type": "string" },
              "recording": { "type": "string" },
              "started_at": { "type": "string" },
              "relay": { "type": "string" },
              "suite": { "type": ["string", "null"] },
              "verdict": { "$ref": "#/$defs/verdict" },
              "interrupted": { "type": "boolean" },
              "headline": { "type": "string" },
              "root_causes": { "description": "Rule ids, the first root cause first.", "type": "array", "items": { "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" } },
              "sessions": { "description": "Sessions that were played.", "type": "integer", "minimum": 0 },
              "healthy_sessions": { "type": "integer", "minimum": 0 },
              "scenarios": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["scenario", "verdict", "sessions", "first_final_ms", "interim_ms_p50", "wer"],
                  "properties": {
                    "scenario": { "type": "string" },
                    "verdict": { "description": "The worst, where it was played more than once.", "$ref": "#/$defs/verdict" },
                    "sessions": { "type": "integer", "minimum": 1 },
                    "first_final_ms": { "description": "From the first audio to the first final.", "type": ["number", "null"] },
                    "interim_ms_p50": { "description": "Half of the interims came within so long of the audio that they cover.", "type": ["number", "null"] },
                    "wer": { "description": "Word error rate.", "type": ["number", "null"], "minimum": 0 }
                  }
                }
              }
            }
          }
        }
      },
      "$defs": { "verdict": { "enum": ["healthy", "faulty", "inconclusive", "unreachable"] } }
    }

    """#
}
