internal import Dispatch
internal import Synchronization
internal import Timeline

/// What waits to be written: filled from any thread under a lock held for a line, emptied by the one writer in a swap.
final class WriteQueue: Sendable {
  enum Item: Sendable {
    case event(Event)
    case session(SessionInfo)
    case finish(RunInfo)
    /// Signalled when everything before it is committed, or given up.
    case barrier(DispatchSemaphore)
  }

  struct Batch {
    var items: [Item]
    /// When the oldest of them came, in the clock's nanoseconds.
    var since: UInt64
    /// Nothing more will come.
    var last: Bool
  }

  private struct State {
    var items: [Item] = []
    /// Of `items`.
    var bytes = 0
    /// Taken by the writer and not committed yet.
    var bytesInFlight = 0
    var since: UInt64 = 0
    /// What all that was ever taken costs to keep and to read.
    var kept = 0
    /// How many wait for room.
    var waiting = 0
    var closed = false
    var failure: StoreError?
    var lag = RecorderLag()

    mutating func append(_ item: Item, bytes added: Int = 0, cost: Int = 0) {
      if items.isEmpty { since = DispatchTime.now().uptimeNanoseconds }
      items.append(item)
      bytes += added
      kept += cost
      lag.peakQueuedBytes = max(lag.peakQueuedBytes, bytes + bytesInFlight)
    }

    /// How many waited for room, from now on none.
    mutating func takeWaiting() -> Int {
      defer { waiting = 0 }
      return waiting
    }
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  /// Signalled when the writer has made room, for those that wait for it.
  private let room = DispatchSemaphore(value: 0)
  private let patience: DispatchTimeInterval
  private let limit: Int
  private let path: String
  /// The writer is woken early by this much.
  private let trigger = 1 << 20

  /// - Parameter patience: Milliseconds that whoever adds waits for room, before the recording ends for want of it.
  init(limit: Int, patience: Int, path: String) {
    self.limit = limit
    self.patience = .milliseconds(patience)
    self.path = path
  }

  var failure: StoreError? { state.withLock { $0.failure } }
  var lag: RecorderLag { state.withLock { $0.lag } }
  var keptBytes: Int { state.withLock { $0.kept } }

  /// True while a quarter of what may wait does: sockets are held back long before anything would be refused.
  var isBehind: Bool { state.withLock { $0.failure == nil && $0.bytes + $0.bytesInFlight > limit / 4 } }

  /// What came of an attempt to add.
  private enum Attempt {
    case taken(isMuch: Bool)
    case refused
    case full
  }

  /// Puts an event or a session behind the others; refused after a failure and after `close`.
  ///
  /// Where no room is left, the caller waits until the writer has made some: a late frame is better than a recording that ends. Only a disk that
  /// takes nothing for all that time ends it.
  ///
  /// - Parameters:
  ///   - bytes: What it takes while it waits.
  ///   - cost: What keeping and reading it will take.
  func add(_ item: Item, bytes: Int, cost: Int = 0) {
    let deadline = DispatchTime.now() + patience
    var isLate = false
    while true {
      switch state.withLock({ attempt(item, bytes, cost, &$0, isLate: isLate) }) {
      case .taken(let isMuch):
        if isMuch { wake.signal() }
        return
      case .refused: return
      case .full:
        wake.signal()
        isLate = room.wait(timeout: deadline) == .timedOut
      }
    }
  }

  private func attempt(_ item: Item, _ bytes: Int, _ cost: Int, _ state: inout State, isLate: Bool) -> Attempt {
    if state.closed || state.failure != nil { return .refused }
    let waits = state.bytes + state.bytesInFlight
    guard waits == 0 || waits + bytes <= limit else {
      guard isLate else {
        state.waiting += 1
        return .full
      }
      state.failure = StoreError(
        .overflow, path: path,
        text: "the recorder fell behind: \(limit >> 20) MB waited to be written to \(path), so recording stopped there; "
          + "record to a faster disk or play fewer sessions at once")
      return .taken(isMuch: true)
    }
    state.append(item, bytes: bytes, cost: cost)
    return .taken(isMuch: state.bytes >= trigger && state.bytes - bytes < trigger)
  }

  /// Lets all that wait for room try again.
  private func release(_ waiting: Int) {
    for _ in 0..<waiting { room.signal() }
  }

  /// Puts a command behind the others, failure or not, and wakes the writer. False after `close`.
  func command(_ item: Item) -> Bool {
    let accepted = state.withLock { state in
      if state.closed { return false }
      state.append(item)
      return true
    }
    wake.signal()
    return accepted
  }

  /// Puts the last commands behind the others, in one step, so that they are in the last batch. False where it was closed before.
  @discardableResult func close(_ last: [Item] = []) -> Bool {
    let accepted = state.withLock { state in
      if state.closed { return false }
      for item in last { state.append(item) }
      state.closed = true
      return true
    }
    wake.signal()
    return accepted
  }

  // MARK: The writer's side

  /// Waits until there is much to do or the time is up, and takes all there is.
  func take(after milliseconds: Int) -> Batch {
    _ = wake.wait(timeout: .now() + .milliseconds(milliseconds))
    return state.withLock { state in
      var items: [Item] = []
      swap(&items, &state.items)
      state.bytesInFlight = state.bytes
      state.bytes = 0
      return Batch(items: items, since: state.since, last: state.closed)
    }
  }

  /// The batch is on the disk.
  func committed(events: Int, since: UInt64) {
    let milliseconds = Double(DispatchTime.now().uptimeNanoseconds - since) / 1e6
    let waiting = state.withLock { state in
      state.bytesInFlight = 0
      state.lag.maximumMilliseconds = max(state.lag.maximumMilliseconds, milliseconds)
      state.lag.committedEvents += events
      state.lag.batches += 1
      return state.takeWaiting()
    }
    release(waiting)
  }

  /// Keeps the first failure.
  func fail(_ error: StoreError) {
    let waiting = state.withLock { state in
      if state.failure == nil { state.failure = error }
      return state.takeWaiting()
    }
    release(waiting)
  }
}
