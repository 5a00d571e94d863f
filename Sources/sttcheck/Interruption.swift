/// Work that SIGINT, SIGTERM and a deadline end politely; a second signal ends the program at once.
enum Interruption {
  /// A signal that comes so soon behind the first is the same one: `timeout` and shells send it to the program and to its group.
  private static let echo = Duration.milliseconds(300)

  /// Runs the work; a signal, or the deadline, cancels it, and it is waited for all the same.
  /// - Returns: What came of the work, and whether it was told to end.
  static func guarding<Value: Sendable>(
    until deadline: ContinuousClock.Instant? = nil, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> (value: Value, interrupted: Bool) {
    let signals = await StopSignals.fromNowOn()
    let insisting = await StopSignals.fromNowOn()
    return try await withThrowingTaskGroup(of: Void.self) { outer in
      defer { outer.cancelAll() }
      outer.addTask {
        var first: ContinuousClock.Instant?
        for await _ in insisting {
          let now = ContinuousClock.now
          if let first, now - first > echo { Console.leave(.interrupted) }
          first = first ?? now
        }
      }
      let (value, told) = try await cancelling(work, at: signals, or: deadline)
      // What comes next must not take the signal's echo for a second one.
      if let told { try? await Task.sleep(until: told + echo) }
      return (value, told != nil)
    }
  }

  /// - Returns: What came of the work, and when it was told to end; nil: it was not.
  private static func cancelling<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value, at signals: AsyncStream<Void>, or deadline: ContinuousClock.Instant?
  ) async throws -> (value: Value, told: ContinuousClock.Instant?) {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        for await _ in signals { break }
        return nil
      }
      if let deadline {
        group.addTask {
          try? await Task.sleep(until: deadline)
          return nil
        }
      }
      var told: ContinuousClock.Instant?
      while let ended = try await group.next() {
        group.cancelAll()
        if let value = ended { return (value, told) }
        told = told ?? .now
      }
      throw CommandFailure(code: .internalFault, text: "the work ended without a result")
    }
  }

  /// Runs work that asks the switch from time to time: a signal, or the deadline, turns it on.
  static func watching<Value>(
    until deadline: ContinuousClock.Instant? = nil, _ work: (StopSwitch) throws -> Value
  ) async throws -> Value {
    let stop = StopSwitch()
    let signals = await StopSignals.fromNowOn()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask {
        for await _ in signals where !stop.turnOn() { Console.leave(.interrupted) }
      }
      if let deadline {
        group.addTask {
          guard (try? await Task.sleep(until: deadline)) != nil else { return }
          _ = stop.turnOn()
          guard (try? await Task.sleep(until: deadline + grace)) != nil else { return }
          Console.note("ended: what was going on at the deadline took more than \(Int(grace.components.seconds)) s longer")
          Console.leave(.interrupted)
        }
      }
      return try work(stop)
    }
  }

  /// What work between two looks at the switch may take.
  private static let grace = Duration.seconds(60)
}
