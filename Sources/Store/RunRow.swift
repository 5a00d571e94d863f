internal import GRDB
internal import Timeline

/// One row of the table `run`, to and from the value.
enum RunRow {
  private static let columns = [
    "id", "started_at", "started_at_unix_ns", "tool_version", "relay", "suite", "service_hop", "seed", "command", "interrupted",
    "finished", "origin", "unrecorded",
  ]

  static let insert = "INSERT INTO run (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
  static let update = "UPDATE run SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE row = ?"

  static func arguments(_ info: RunInfo) -> StatementArguments {
    [
      info.id, info.startedAt, info.startedAtUnixNanoseconds, info.toolVersion, info.relay, info.suite, info.serviceHop.rawValue,
      // As text: SQLite's integers have a sign.
      String(info.seed), info.command, info.interrupted, info.finished, info.origin.rawValue,
      info.unrecorded.isEmpty ? nil : info.unrecorded.map(\.rawValue).sorted().joined(separator: ","),
    ]
  }

  /// A run that nobody finished was cut short: killed, or still going on. It is read as interrupted.
  static func run(_ row: Row) throws -> RunInfo {
    let finished: Bool = try row.at("finished")
    var info = RunInfo(
      id: try row.at("id"), startedAt: try row.at("started_at"), startedAtUnixNanoseconds: try row.at("started_at_unix_ns"),
      toolVersion: try row.at("tool_version"), relay: try row.at("relay"), suite: try row.at("suite"),
      serviceHop: RunInfo.ServiceHop(rawValue: try row.at("service_hop")) ?? .unseen, seed: UInt64(try row.at("seed") as String) ?? 0,
      command: try row.at("command"), interrupted: (try row.at("interrupted") as Bool) || !finished, finished: finished)
    // Neither column is there in a file of before.
    info.origin = (try row.at("origin") as String?).flatMap(RunInfo.Origin.init) ?? .played
    info.unrecorded = Set((try row.at("unrecorded") as String? ?? "").split(separator: ",").compactMap { Unrecorded(rawValue: String($0)) })
    return info
  }
}
