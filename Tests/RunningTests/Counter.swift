import Synchronization

/// Counts from 1, whoever asks.
final class Counter: Sendable {
  private let last = Mutex(0)

  func next() -> Int {
    last.withLock { value in
      value += 1
      return value
    }
  }
}
