/// The JSON Schema (draft 2020-12) of what `sttcheck doctor` says to programs.
///
/// Members may be added without a new number; none is taken away and none changes its meaning. A copy stands in `Fixtures/doctor.schema.json`.
package enum MachineSchema {
  package static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sttcheck:doctor:1",
      "title": "sttcheck.doctor/1",
      "description": "What a machine is like, and what it means for the times of a run. Null is what is not known, never 0.",
      "type": "object",
      "required": ["schema", "headline", "figures", "checks"],
      "properties": {
        "schema": { "const": "sttcheck.doctor/1" },
        "headline": { "type": "string", "minLength": 1 },
        "figures": {
          "type": "object",
          "required": ["clock_resolution_ns", "wall_step_ms", "timer_late_us", "loopback_us", "disk_folder", "disk_write_us", "disk_free_bytes", "open_files", "cores", "load", "memory_available_bytes"],
          "properties": {
            "clock_resolution_ns": { "description": "The smallest step of the monotonic clock.", "type": ["integer", "null"], "minimum": 0 },
            "wall_step_ms": { "description": "How far the clock on the wall went from the monotonic one.", "type": "number" },
            "timer_late_us": { "description": "How late timers fire that are 20 ms apart.", "$ref": "#/$defs/percentiles" },
            "loopback_us": { "description": "A chunk of audio to this machine itself and back.", "$ref": "#/$defs/percentiles" },
            "disk_folder": { "description": "The folder that was tried.", "type": "string" },
            "disk_write_us": { "description": "A write of one page, and its way to the disk.", "$ref": "#/$defs/percentiles" },
            "disk_free_bytes": { "type": ["integer", "null"], "minimum": 0 },
            "open_files": { "description": "How many files one program may have open; null: no limit.", "type": ["integer", "null"], "minimum": 0 },
            "cores": { "type": "integer", "minimum": 1 },
            "load": { "description": "How many programs wanted a core, on average of the last minute.", "type": ["number", "null"], "minimum": 0 },
            "memory_available_bytes": { "type": ["integer", "null"], "minimum": 0 }
          }
        },
        "checks": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["topic", "mark", "found", "meaning", "remedy"],
            "properties": {
              "topic": { "enum": ["clock", "timer", "loopback", "disk", "files", "memory", "cores", "proxies", "authority", "tls"] },
              "mark": { "enum": ["ok", "note", "problem"] },
              "found": { "type": "string", "minLength": 1 },
              "meaning": { "type": "string", "minLength": 1 },
              "remedy": { "description": "What to do; null where there is nothing to do.", "type": ["string", "null"] }
            }
          }
        }
      },
      "$defs": {
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
