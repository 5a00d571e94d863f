package import NIOCore
package import Timeline
internal import Synchronization

/// The time of one run: monotonic, counted from its beginning; with it, one heap of deadlines for each event loop.
///
/// All drivers of a run share one clock, so that their events stand on one time axis and all sessions of a loop share one wake-up.
package final class RunClock: Sendable {
  private let origin: NIODeadline
  private let heaps = Mutex<[ObjectIdentifier: NIOLoopBound<DeadlineHeap>]>([:])

  /// - Parameter origin: The moment that counts as 0.
  package init(origin: NIODeadline = .now()) { self.origin = origin }

  /// Nanoseconds since the run began; never goes back.
  package func now() -> Nanoseconds { (NIODeadline.now() - origin).nanoseconds }

  /// The moment, for NIO's timers.
  package func deadline(at time: Nanoseconds) -> NIODeadline { origin + .nanoseconds(time) }

  /// The heap of an event loop, made at the first call. Call it on that loop.
  func heap(on loop: any EventLoop) -> DeadlineHeap {
    loop.preconditionInEventLoop()
    return heaps.withLock { heaps in
      if let known = heaps[ObjectIdentifier(loop)] { return known }
      let new = NIOLoopBound(DeadlineHeap(loop: loop, origin: origin), eventLoop: loop)
      heaps[ObjectIdentifier(loop)] = new
      return new
    }.value
  }

  /// How many machines live on an event loop at the moment.
  package func machineCount(on loop: any EventLoop) async -> Int {
    await withCheckedContinuation { continuation in
      loop.execute { [self] in continuation.resume(returning: heap(on: loop).memberCount) }
    }
  }
}
