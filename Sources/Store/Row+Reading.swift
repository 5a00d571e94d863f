internal import GRDB

extension Row {
  /// The value of a column. Throws where it is none of that kind, as in a damaged file; a subscript would end the program.
  func at<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: EventColumn) throws -> Value {
    do { return try decode(Value.self, atIndex: column.rawValue) } catch { throw Self.damaged("column \(column.name)", Value.self) }
  }

  /// The same by its name; nil where there is no such column, as in a file of before, and the value may be missing.
  func at<Value: DatabaseValueConvertible>(_ name: String) throws -> Value {
    do { return try decode(Value.self, forColumn: name) } catch { throw Self.damaged("column \(name)", Value.self) }
  }

  private static func damaged(_ place: String, _ wanted: Any.Type) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(place) of a row holds no \(wanted)")
  }
}
