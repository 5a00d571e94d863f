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
        rule: row["rule"], certainty: row["certainty"], severity: row["severity"], party: row["party"], summary: row["summary"],
        remedy: row["remedy"], evidence: row["evidence"], session: row["session"])
    }
  }
}
