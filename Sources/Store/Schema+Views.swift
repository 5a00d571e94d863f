extension Schema {
  /// For people with a SQL prompt. Times are nanoseconds since the run began unless the name says otherwise.
  ///
  /// - `frames`: one row a frame, control frames, fragments and illegal frames among them. `length` counts the payload bytes that
  ///   came, so that sums add up; `declared_length` is what the header says, different only where a frame was cut short or too long to keep.
  ///   `wire_length`, of a later version, counts what went over the wire: less where the frame was compressed.
  /// - `messages`: complete text and binary messages, fragments joined.
  /// - `results`: one row a message of type `Results`; payloads that are not JSON are passed over.
  /// - `audio_pace`: audio sent so far against the time since its first frame, per connection; `ahead_s` above zero is too fast.
  static let views =
    frames()
      + """

      \(messages())

      CREATE VIEW results AS
      SELECT run_id, session_id, session, scenario, hop, connection, sender, seq, event_id, at_ns,
        json_extract(json, '$.channel.alternatives[0].transcript') AS transcript,
        json_extract(json, '$.channel.alternatives[0].confidence') AS confidence,
        json_extract(json, '$.is_final') AS is_final, json_extract(json, '$.speech_final') AS speech_final,
        json_extract(json, '$.from_finalize') AS from_finalize,
        json_extract(json, '$.start') AS start, json_extract(json, '$.duration') AS duration
      FROM (
        SELECT *, CASE WHEN json_valid(CAST(payload AS TEXT)) THEN CAST(payload AS TEXT) ELSE 'null' END AS json
        FROM messages WHERE opcode = 1)
      WHERE json_extract(json, '$.type') = 'Results';

      CREATE VIEW audio_pace AS
      SELECT run_id, session_id, session, scenario, hop, connection, seq, event_id, at_ns, scheduled_ns, length, total_bytes,
        CAST(total_bytes AS REAL) / bytes_per_second AS audio_s,
        (at_ns - first_at_ns) / 1e9 AS elapsed_s,
        CAST(total_bytes - length AS REAL) / bytes_per_second - (at_ns - first_at_ns) / 1e9 AS ahead_s,
        (at_ns - scheduled_ns) / 1000 AS late_us
      FROM (
        SELECT frames.run_id, frames.session_id, frames.session, frames.scenario, frames.hop, frames.connection, frames.seq,
          frames.event_id, frames.at_ns, frames.scheduled_ns, frames.length,
          sum(frames.length) OVER audio AS total_bytes, first_value(frames.at_ns) OVER audio AS first_at_ns,
          session.audio_bytes_per_second AS bytes_per_second
        FROM frames LEFT JOIN session ON session.id = frames.session_id
        WHERE (frames.opcode = 2 OR frames.message_opcode = 2)
          AND frames.sender = CASE frames.hop WHEN 'client' THEN 'client' ELSE 'relay' END
        WINDOW audio AS (PARTITION BY frames.run_id, frames.connection ORDER BY frames.event_id));
      """

  /// - Parameters:
  ///   - more: Columns of later versions, each with a comma in front.
  ///   - bytes: A frame's payload.
  private static func frames(_ more: String = "", bytes: String = "event.payload") -> String {
    """
    CREATE VIEW frames AS
    SELECT run.id AS run_id, session.id AS session_id, event.session AS session, session.scenario AS scenario,
      event.hop AS hop, event.connection AS connection, event.sender AS sender, event.seq AS seq, event.id AS event_id,
      event.at_ns AS at_ns, event.scheduled_ns AS scheduled_ns,
      strftime('%Y-%m-%dT%H:%M:%S', (run.started_at_unix_ns + event.at_ns) / 1000000000, 'unixepoch')
        || printf('.%06dZ', (run.started_at_unix_ns + event.at_ns) / 1000 % 1000000) AS wall_time,
      event.opcode AS opcode, event.fin AS fin, event.rsv AS rsv, event.masked AS masked, event.header AS header,
      length(\(bytes)) AS length, coalesce(event.declared_length, length(\(bytes))) AS declared_length,
      \(bytes) AS payload, event.message_seq AS message_seq, event.message_opcode AS message_opcode\(more)
    FROM event JOIN run ON run.row = event.run
      LEFT JOIN session ON session.run = event.run AND session.number = event.session
    WHERE event.kind = 'frame';
    """
  }

  /// With `wire_length`: payload bytes on the wire, which differ from `length` where the frame was compressed.
  static let framesWithWireLength =
    "DROP VIEW frames; " + frames(", coalesce(event.wire_length, event.declared_length, length(event.payload)) AS wire_length")

  /// - Parameter bytes: The payload of the row of a table of this name.
  private static func messages(bytes: (String) -> String = { "\($0).payload" }) -> String {
    """
    CREATE VIEW messages AS
    SELECT run.id AS run_id, session.id AS session_id, event.session AS session, session.scenario AS scenario,
      event.hop AS hop, event.connection AS connection, event.sender AS sender, event.seq AS seq, event.id AS event_id,
      event.at_ns AS at_ns, event.opcode AS opcode, 1 AS frames, length(\(bytes("event"))) AS length, \(bytes("event")) AS payload
    FROM event JOIN run ON run.row = event.run
      LEFT JOIN session ON session.run = event.run AND session.number = event.session
    WHERE event.kind = 'frame' AND event.opcode IN (1, 2) AND event.fin = 1
    UNION ALL
    SELECT run_id, session_id, session, scenario, hop, connection, sender, seq, event_id, at_ns, opcode, frames, length(payload), payload
    FROM (
      SELECT run.id AS run_id, session.id AS session_id, event.session AS session, session.scenario AS scenario,
        event.hop AS hop, event.connection AS connection, event.sender AS sender, event.seq AS seq, event.id AS event_id,
        last.at_ns AS at_ns, event.opcode AS opcode,
        (SELECT count(*) + 1 FROM event part WHERE part.run = event.run AND part.connection = event.connection
          AND part.sender = event.sender AND part.message_seq = event.seq) AS frames,
        CAST(\(bytes("event")) || (SELECT group_concat(payload, '') FROM (
          SELECT \(bytes("part")) AS payload FROM event part WHERE part.run = event.run AND part.connection = event.connection
            AND part.sender = event.sender AND part.message_seq = event.seq ORDER BY part.id)) AS BLOB) AS payload
      FROM event last
        JOIN event ON event.run = last.run AND event.connection = last.connection AND event.sender = last.sender
          AND event.seq = last.message_seq AND event.kind = 'frame'
        JOIN run ON run.row = event.run
        LEFT JOIN session ON session.run = event.run AND session.number = event.session
      WHERE last.message_seq IS NOT NULL AND last.fin = 1);
    """
  }

  /// With payloads that another row holds.
  static let viewsWithSharedPayloads =
    "DROP VIEW frames; DROP VIEW messages; "
    + frames(", coalesce(event.wire_length, event.declared_length, length(\(held("event")))) AS wire_length", bytes: held("event"))
    + messages(bytes: held)

  /// The payload of a row, wherever it is.
  private static func held(_ table: String) -> String {
    "coalesce(\(table).payload, (SELECT holder.payload FROM event holder WHERE holder.id = \(table).payload_of))"
  }
}
