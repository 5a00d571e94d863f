/// Waiting for what nobody tells of: counts that several loops change, a writer that fails. It is looked at now and then.
enum Looking {
  /// Between two looks.
  private static let pause = Duration.milliseconds(20)

  /// Returns when something is so, after some time, or when the task is cancelled.
  static func until(within limit: Duration? = nil, _ isSo: () async -> Bool) async {
    let end = limit.map { ContinuousClock.now + $0 }
    while await !isSo(), !Task.isCancelled, end.map({ ContinuousClock.now < $0 }) ?? true { try? await Task.sleep(for: pause) }
  }
}
