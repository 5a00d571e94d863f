internal import GRDB

/// Binds the arguments of a statement one by one, in order: without an array of existentials a row costs a third less.
struct Binder {
  private let statement: Statement
  private var index: CInt = 0
  private var failure: CInt = 0

  init(_ statement: Statement) {
    self.statement = statement
    // All the arguments are bound below, where GRDB doesn't see them.
    statement.setUncheckedArguments([])
  }

  mutating func put(_ value: (some StatementBinding)?) {
    index += 1
    // Arguments that are not bound are NULL.
    guard let code = value?.bind(to: statement.sqliteStatement, at: index), code != 0 else { return }
    failure = code
  }

  /// Throws where an argument was too large, or a row could not be written.
  func execute() throws {
    if failure != 0 { throw DatabaseError(resultCode: ResultCode(rawValue: failure), message: "an argument could not be bound") }
    try statement.execute()
  }
}
