internal import UnixSignals

/// Work that SIGINT and SIGTERM end politely.
enum Interruption {
  /// Runs the work; a signal cancels it, and it is waited for all the same.
  /// - Returns: What came of the work, and whether a signal came.
  static func guarding<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> (
    value: Value, interrupted: Bool
  ) {
    let signals = await signals()
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        for await _ in signals { break }
        return nil
      }
      var interrupted = false
      while let ended = try await group.next() {
        group.cancelAll()
        if let value = ended { return (value, interrupted) }
        interrupted = true
      }
      throw CommandFailure(code: .internalFault, text: "the work ended without a result")
    }
  }

  /// The signals from now on.
  static func signals() async -> UnixSignalsSequence { await UnixSignalsSequence(trapping: .sigint, .sigterm) }
}
