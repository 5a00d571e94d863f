internal import GRDB

/// Binds the arguments of `EventRow.insert` one by one: without an array of existentials a row costs a third less.
struct Binder {
  private let statement: Statement
  private var failure: CInt = 0

  init(_ statement: Statement) {
    self.statement = statement
    // All the arguments are bound below, where GRDB doesn't see them.
    statement.setUncheckedArguments([])
  }

  /// What is not put is NULL.
  mutating func put(_ column: EventColumn, _ value: (some StatementBinding)?) {
    guard let code = value?.bind(to: statement.sqliteStatement, at: CInt(column.rawValue)), code != 0 else { return }
    failure = code
  }

  /// Throws where an argument was too large, or a row could not be written.
  func execute() throws {
    if failure != 0 { throw DatabaseError(resultCode: ResultCode(rawValue: failure), message: "an argument could not be bound") }
    try statement.execute()
  }
}
