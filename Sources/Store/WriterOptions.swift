/// What a recording costs and bears; the defaults are the contract's.
package struct WriterOptions: Sendable {
  /// The longest an event waits before it is committed, in milliseconds; the writer looks twice as often.
  package var flushInterval = 100
  /// Bytes that may wait to be written before whoever records has to wait.
  package var queueLimit = 64 << 20
  /// How long they may have to, in milliseconds, before recording stops with a failure.
  package var queuePatience = 10_000
  /// How long to wait for another process's lock.
  package var busyTimeoutMilliseconds = 2000
  /// Keeps bytes that are in the file already only once: smaller where audio crosses both hops or is said again. The views show them all the same.
  package var keepsOnce = false
  /// The most pages the file may have; nil: no bound but the disk's.
  package var maximumPages: Int?

  package init(
    flushInterval: Int = 100, queueLimit: Int = 64 << 20, queuePatience: Int = 10_000, busyTimeoutMilliseconds: Int = 2000,
    keepsOnce: Bool = false, maximumPages: Int? = nil
  ) {
    self.flushInterval = flushInterval
    self.queueLimit = queueLimit
    self.queuePatience = queuePatience
    self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
    self.keepsOnce = keepsOnce
    self.maximumPages = maximumPages
  }
}
