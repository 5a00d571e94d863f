/// The JSON Schema (draft 2020-12) of the JSON of a probe.
///
/// Members may be added without a new number; none is taken away and none changes its meaning. A copy stands in `Fixtures/probe.schema.json`.
package enum ProbeSchema {
  package static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sttcheck:probe:1",
      "title": "sttcheck.probe/1",
      "description": "How far a client gets with a service or a relay, and who is to blame. Null is what is not known, never 0.",
      "type": "object",
      "required": ["schema", "tool_version", "url", "party", "verdict", "at_fault", "sentence", "remedy", "next", "stages", "way", "transcript", "wer"],
      "properties": {
        "schema": { "const": "sttcheck.probe/1" },
        "tool_version": { "type": "string" },
        "url": { "description": "Without its query.", "type": "string" },
        "party": { "description": "Who is there.", "enum": ["service", "relay"] },
        "verdict": { "description": "inconclusive: as far as it went it is good, and it did not go all the way.", "enum": ["healthy", "faulty", "inconclusive", "unreachable"] },
        "at_fault": { "enum": ["nobody", "name", "network", "proxy", "certificate", "key", "plan", "rate", "request", "service", "relay"] },
        "sentence": { "type": "string", "minLength": 1 },
        "remedy": { "description": "Markdown.", "type": ["string", "null"] },
        "next": { "description": "A command that tells more.", "type": ["string", "null"] },
        "stages": {
          "type": "array",
          "minItems": 7,
          "maxItems": 7,
          "items": {
            "type": "object",
            "required": ["id", "status", "text", "took_ms", "slow", "usual", "remarks"],
            "properties": {
              "id": { "enum": ["name", "tcp", "tls", "upgrade", "first-message", "session", "one-shot"] },
              "status": { "enum": ["good", "doubtful", "failed", "unreached", "skipped"] },
              "text": { "description": "What was tried, and what came.", "type": "string" },
              "took_ms": { "type": ["number", "null"] },
              "slow": { "description": "It takes longer than is usual.", "type": "boolean" },
              "usual": { "description": "What is usual, in words.", "type": ["string", "null"] },
              "remarks": { "type": "array", "items": { "type": "string" } }
            }
          }
        },
        "way": {
          "type": "object",
          "required": ["proxy", "lookup", "calls", "tls"],
          "properties": {
            "proxy": { "description": "Host and port of the HTTP proxy that the way leads through; the lookup and the calls are its own then.", "type": ["string", "null"] },
            "lookup": {
              "description": "Null where an address was given.",
              "type": ["object", "null"],
              "required": ["host", "addresses", "took_ms", "error"],
              "properties": {
                "host": { "type": "string" },
                "addresses": { "type": "array", "items": { "type": "string" } },
                "took_ms": { "type": "number" },
                "error": { "description": "EAI_NONAME and the like.", "type": ["string", "null"] }
              }
            },
            "calls": {
              "description": "Each address, called by itself.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["address", "family", "took_ms", "error"],
                "properties": {
                  "address": { "type": "string" },
                  "family": { "enum": ["ipv4", "ipv6"] },
                  "took_ms": { "type": "number" },
                  "error": { "description": "ECONNREFUSED and the like; null where it answered.", "type": ["string", "null"] }
                }
              }
            },
            "tls": {
              "description": "Null where TLS did not come about.",
              "type": ["object", "null"],
              "required": ["version", "alpn", "days_left", "certificates"],
              "properties": {
                "version": { "type": "string" },
                "alpn": { "type": ["string", "null"] },
                "days_left": { "description": "Until the first of the certificates ends.", "type": ["number", "null"] },
                "certificates": {
                  "description": "The server's own first.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["subject", "issuer", "names", "not_before", "not_after", "sha256"],
                    "properties": {
                      "subject": { "type": "string" },
                      "issuer": { "type": "string" },
                      "names": { "type": ["string", "null"] },
                      "not_before": { "type": "string" },
                      "not_after": { "type": "string" },
                      "sha256": { "type": "string" }
                    }
                  }
                }
              }
            }
          }
        },
        "transcript": { "description": "What came back live.", "type": ["string", "null"] },
        "wer": { "description": "Word error rate, live.", "type": ["number", "null"], "minimum": 0 }
      }
    }

    """#
}
