/// The JSON Schema (draft 2020-12) of the JSON comparison.
///
/// Members may be added without a new number; none is taken away and none changes its meaning. A copy stands in `Fixtures/diff.schema.json`.
package enum DiffSchema {
  package static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sttcheck:diff:1",
      "title": "sttcheck.diff/1",
      "description": "What changed in protocol behaviour between two runs of the same scenarios. Null is what was not there.",
      "type": "object",
      "required": ["schema", "regression", "headline", "counts", "before", "after", "remarks", "changes", "scenarios"],
      "properties": {
        "schema": { "const": "sttcheck.diff/1" },
        "regression": { "description": "True where the command exits 1.", "type": "boolean" },
        "headline": { "type": "string", "minLength": 1 },
        "counts": {
          "description": "How many changes there are of each effect, over the run and all scenarios.",
          "type": "object",
          "required": ["regression", "improvement", "change"],
          "properties": {
            "regression": { "$ref": "#/$defs/count" },
            "improvement": { "$ref": "#/$defs/count" },
            "change": { "$ref": "#/$defs/count" }
          }
        },
        "before": { "$ref": "#/$defs/side" },
        "after": { "$ref": "#/$defs/side" },
        "remarks": { "description": "What makes the two hard to compare.", "type": "array", "items": { "type": "string" } },
        "changes": { "description": "Of the run as a whole: its verdict and its findings.", "type": "array", "items": { "$ref": "#/$defs/change" } },
        "scenarios": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["scenario", "sessions_before", "sessions_after", "changes"],
            "properties": {
              "scenario": { "type": "string" },
              "sessions_before": { "$ref": "#/$defs/count" },
              "sessions_after": { "$ref": "#/$defs/count" },
              "changes": { "type": "array", "items": { "$ref": "#/$defs/change" } }
            }
          }
        }
      },
      "$defs": {
        "count": { "type": "integer", "minimum": 0 },
        "side": {
          "type": "object",
          "required": ["recording", "run", "started_at", "relay", "verdict", "headline"],
          "properties": {
            "recording": { "type": "string" },
            "run": { "type": "string" },
            "started_at": { "type": "string" },
            "relay": { "type": "string" },
            "verdict": { "enum": ["healthy", "faulty", "inconclusive", "unreachable"] },
            "headline": { "type": "string" }
          }
        },
        "change": {
          "type": "object",
          "required": ["subject", "hop", "name", "before", "after", "effect"],
          "properties": {
            "subject": { "description": "What kind of thing changed.", "enum": ["verdict", "handshake", "parameters", "audio", "messages", "close", "transcript", "latency", "finding", "scenario", "run"] },
            "hop": { "enum": ["client", "service", null] },
            "name": { "type": "string" },
            "before": { "type": ["string", "null"] },
            "after": { "type": ["string", "null"] },
            "effect": { "enum": ["regression", "improvement", "change"] }
          }
        }
      }
    }

    """#
}
