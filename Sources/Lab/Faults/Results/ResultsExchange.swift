internal import Synchronization

/// Where sessions of one run leave their results for one another: the first for the second and the second for the first, and so on.
final class ResultsExchange: Sendable {
  private struct State {
    var count = 0
    var present: Set<Int> = []
    var boxes: [Int: [[UInt8]]] = [:]
  }

  private let state = Mutex(State())

  /// - Returns: The session's place.
  func join() -> Int {
    state.withLock { state in
      defer { state.count += 1 }
      state.present.insert(state.count)
      return state.count
    }
  }

  /// Leaves a message for the session that this one is taken for.
  /// - Returns: False where there is none: the message is the session's own.
  func hand(_ message: [UInt8], from place: Int) -> Bool {
    state.withLock { state in
      guard state.present.contains(place ^ 1), state.present.contains(place) else { return false }
      state.boxes[place ^ 1, default: []].append(message)
      return true
    }
  }

  func take(_ place: Int) -> [[UInt8]] { state.withLock { $0.boxes.removeValue(forKey: place) ?? [] } }

  func leave(_ place: Int) {
    state.withLock { state in
      state.present.remove(place)
      state.boxes[place] = nil
    }
  }
}
