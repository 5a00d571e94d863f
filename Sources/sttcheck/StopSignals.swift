@preconcurrency internal import Dispatch

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// SIGINT and SIGTERM, in place of what the system does at them: they ask the program to end.
enum StopSignals {
  private static let queue = DispatchQueue(label: "stop-signals")

  /// - Returns: An element for each one that comes from now on, to every caller; they are listened for until nobody reads any more.
  static func fromNowOn() async -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGINT, SIGTERM].map { signal in
      #if canImport(Darwin)
        // There, what the system does at a signal comes before whoever listens for it.
        Darwin.signal(signal, SIG_IGN)
      #endif
      return DispatchSource.makeSignalSource(signal: signal, queue: queue)
    }
    continuation.onTermination = { _ in for source in sources { source.cancel() } }
    for source in sources {
      source.setEventHandler { continuation.yield() }
      // One that comes before the source is registered would end the program.
      await withCheckedContinuation { registered in
        source.setRegistrationHandler { registered.resume() }
        source.activate()
      }
    }
    return stream
  }
}
