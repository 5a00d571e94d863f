import GRDB

/// A recording as anybody sees it who has SQLite and nothing else.
enum Prompt {
  static func rows(_ path: String, _ sql: String) throws -> [Row] {
    try DatabaseQueue(path: path).read { try Row.fetchAll($0, sql: sql) }
  }
}
