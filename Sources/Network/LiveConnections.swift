internal import NIOCore
internal import Synchronization

/// The connections a server has at the moment, so that it can end them all.
final class LiveConnections: Sendable {
  private struct State {
    var next = 0
    var greeters: [Int: NIOLoopBound<Greeter>] = [:]
    var isClosing = false
    var emptied: [EventLoopPromise<Void>] = []
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.greeters.count } }

  /// - Returns: The number of a new connection; nil where the server is closing.
  func number() -> Int? {
    state.withLock { state in
      guard !state.isClosing else { return nil }
      state.next += 1
      return state.next
    }
  }

  func add(_ greeter: NIOLoopBound<Greeter>, as number: Int) {
    state.withLock { $0.greeters[number] = greeter }
  }

  func remove(_ number: Int) {
    let emptied: [EventLoopPromise<Void>] = state.withLock { state in
      state.greeters[number] = nil
      guard state.greeters.isEmpty else { return [] }
      defer { state.emptied = [] }
      return state.emptied
    }
    for promise in emptied { promise.succeed() }
  }

  /// Takes no more connections.
  /// - Parameter emptied: Is kept when the last one is gone, at once where there is none.
  func close(_ emptied: EventLoopPromise<Void>) {
    let isEmpty = state.withLock { state in
      state.isClosing = true
      if !state.greeters.isEmpty { state.emptied.append(emptied) }
      return state.greeters.isEmpty
    }
    if isEmpty { emptied.succeed() }
  }

  func forEach(_ body: @escaping @Sendable (Greeter) -> Void) {
    for greeter in state.withLock({ Array($0.greeters.values) }) {
      greeter.eventLoop.execute { body(greeter.value) }
    }
  }
}
