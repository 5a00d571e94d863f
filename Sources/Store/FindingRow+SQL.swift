internal import GRDB

extension FindingRow {
  /// Replaces what the run had by `rows`; within the caller's transaction.
  static func replace(_ rows: [FindingRow], run: Int64, in db: Database) throws {
    try db.execute(sql: "DELETE FROM finding WHERE run = ?", arguments: [run])
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO finding (run, session, rule, certainty, severity, party, summary, remedy, evidence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for row in rows {
      try statement.execute(arguments: [
        run, row.session, row.rule, row.certainty, row.severity, row.party, row.summary, row.remedy, row.evidence,
      ])
    }
  }

  static func all(run: Int64, in db: Database) throws -> [FindingRow] {
    try Row.fetchAll(db, sql: "SELECT * FROM finding WHERE run = ? ORDER BY id", arguments: [run]).map { row in
      FindingRow(
        rule: try row.at("rule"), certainty: try row.at("certainty"), severity: try row.at("severity"), party: try row.at("party"),
        summary: try row.at("summary"),
        remedy: try row.at("remedy"), evidence: try row.at("evidence"), session: try row.at("session"))
    }
  }
}
