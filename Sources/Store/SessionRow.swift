internal import GRDB
internal import Timeline

/// One row of the table `session`, to and from the value.
enum SessionRow {
  private static let columns = [
    "run", "number", "scenario", "about", "definition", "provokes", "audio", "audio_bytes_per_second", "stop", "stop_text",
    "messages", "expectations", "started_at_ns", "ended_at_ns", "outcome", "outcome_reason", "parallel_group", "ready", "dialect",
    "misbehaviour",
  ]

  /// A session is written when it begins and again, whole, whenever more is known of it.
  static let upsert =
    "INSERT INTO session (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", "))) "
    + "ON CONFLICT (run, number) DO UPDATE SET "
    + columns.dropFirst(2).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")

  static let select = "SELECT * FROM session WHERE run = ? ORDER BY number"

  static func arguments(_ info: SessionInfo, run: Int64) throws -> StatementArguments {
    let (stop, stopText): (String, String?) =
      switch info.stop {
      case .text(let text): ("text", text)
      case .emptyBinary: ("empty-binary", nil)
      case .close: ("close", nil)
      }
    let (outcome, reason): (String?, String?) =
      switch info.outcome {
      case nil: (nil, nil)
      case .completed?: ("completed", nil)
      case .skipped(let reason)?: ("skipped", reason)
      case .interrupted?: ("interrupted", nil)
      }
    return [
      run, info.number, info.scenario, info.about, info.definition, try JSON.text(info.provokes),
      try info.audio.map { try JSON.text($0) }, info.audio?.bytesPerSecond, stop, stopText, info.messagesText,
      try JSON.text(info.expectations), info.startedAt, info.endedAt, outcome, reason, info.group, info.ready, info.dialect,
      try info.misbehaviour.map { try JSON.text($0) },
    ]
  }

  static func session(_ row: Row) throws -> SessionInfo {
    let stop: StopSignal =
      switch try row.at("stop") as String {
      case "empty-binary": .emptyBinary
      case "close": .close
      default: .text(try row.at("stop_text") ?? "")
      }
    let outcome: SessionInfo.Outcome? =
      switch try row.at("outcome") as String? {
      case "completed": .completed
      case "skipped": .skipped(reason: try row.at("outcome_reason") ?? "")
      case "interrupted": .interrupted
      default: nil
      }
    var info = SessionInfo(
      number: try row.at("number"), scenario: try row.at("scenario"), group: try row.at("parallel_group"), about: try row.at("about"),
      definition: try row.at("definition"),
      provokes: try JSON.value(try row.at("provokes")), audio: try (try row.at("audio") as String?).map { try JSON.value($0) }, stop: stop,
      ready: try row.at("ready"), dialect: try row.at("dialect"),
      misbehaviour: try (try row.at("misbehaviour") as String?).map { try JSON.value($0) },
      expectations: try JSON.value(try row.at("expectations")),
      startedAt: try row.at("started_at_ns"),
      endedAt: try row.at("ended_at_ns"), outcome: outcome)
    info.messagesText = try row.at("messages")
    return info
  }
}
