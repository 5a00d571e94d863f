internal import Speech
internal import Timeline

/// What a machine is like, for programs: `sttcheck.doctor/1`.
struct JSONMachine {
  static let schema = "sttcheck.doctor/1"

  func render(_ report: MachineReport) -> String {
    let value: JSONValue = [
      "schema": .string(Self.schema), "headline": .string(report.headline), "figures": figures(report.figures),
      "checks": .array(
        report.checks.map { check in
          [
            "topic": .string(check.topic.rawValue), "mark": .string(check.mark.rawValue), "found": .string(check.found),
            "meaning": .string(check.meaning), "remedy": .text(check.remedy),
          ]
        }),
    ]
    return JSONRenderer.harmless(value.serialized(pretty: true)) + "\n"
  }

  private func figures(_ figures: MachineFigures) -> JSONValue {
    [
      "clock_resolution_ns": .integer(figures.clockResolution.map { Int($0) }), "wall_step_ms": .milliseconds(figures.wallStep),
      "timer_late_us": .percentiles(figures.timer, unit: 1e3), "loopback_us": .percentiles(figures.loopback, unit: 1e3),
      "disk_folder": .string(figures.disk.folder), "disk_write_us": .percentiles(figures.disk.write, unit: 1e3),
      "disk_free_bytes": .integer(figures.disk.freeBytes.map { Int($0) }), "open_files": .integer(figures.openFiles),
      "cores": .integer(figures.cores), "load": .rounded(figures.load, 2),
      "memory_available_bytes": .integer(figures.memory.available.map { Int($0) }),
    ]
  }
}
