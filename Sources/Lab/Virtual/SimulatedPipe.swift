internal import Timeline

/// One direction of a simulated TCP connection: what waits to be sent, what is under way, what the receiver has not read.
struct SimulatedPipe {
  enum Packet {
    case request(RequestHead)
    case response(ResponseHead)
    case bytes([UInt8])
    case fin

    var size: Int {
      switch self {
      case .request(let head): head.raw.count
      case .response(let head): head.raw.count + head.body.count
      case .bytes(let bytes): bytes.count
      case .fin: 0
      }
    }
  }

  let link: SimulatedLink
  private var random: SplitMix64
  private var waiting: [Packet] = []
  private var firstWaiting = 0
  private(set) var waitingBytes = 0
  /// Sent, and not taken by the receiver.
  private var outstanding = 0
  private var wireFreeAt: Nanoseconds = 0
  private var lastArrival: Nanoseconds = 0
  private var stalled = false
  /// The receiver does not read; what arrives is kept in `unread`.
  var paused = false
  var unread: [Packet] = []

  init(link: SimulatedLink, seed: UInt64) {
    self.link = link
    random = SplitMix64(seed: seed)
  }

  mutating func enqueue(_ packet: Packet) {
    waiting.append(packet)
    waitingBytes += packet.size
  }

  mutating func discard() {
    waiting = []
    firstWaiting = 0
    waitingBytes = 0
    unread = []
  }

  enum Step {
    /// A packet has left; it arrives then.
    case departed(Packet, arrivesAt: Nanoseconds)
    /// The wire is busy until then.
    case busy(until: Nanoseconds)
    /// Nothing waits, or the receiver's window is full.
    case idle
  }

  /// Lets the next packet go if wire and window allow it.
  mutating func advance(at now: Nanoseconds) -> Step {
    guard firstWaiting < waiting.count else { return .idle }
    guard wireFreeAt <= now else { return .busy(until: wireFreeAt) }
    let packet = waiting[firstWaiting]
    guard outstanding == 0 || outstanding + packet.size <= link.window else { return .idle }
    firstWaiting += 1
    if firstWaiting == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      firstWaiting = 0
    }
    waitingBytes -= packet.size
    outstanding += packet.size
    if let bandwidth = link.bandwidth { wireFreeAt = now + .seconds(Double(packet.size) / Double(bandwidth)) }
    let extra = link.jitter > 0 ? Nanoseconds(random.unit() * Double(link.jitter)) : 0
    lastArrival = max(lastArrival, max(now, wireFreeAt) + link.latency + extra)
    return .departed(packet, arrivesAt: lastArrival)
  }

  /// When an RST sent now arrives: it does not overtake what is under way.
  mutating func resetArrival(at now: Nanoseconds) -> Nanoseconds {
    lastArrival = max(lastArrival, now + link.latency)
    return lastArrival
  }

  /// Whether something has left that the receiver has not taken.
  var isAwaited: Bool { outstanding > 0 || firstWaiting < waiting.count }

  /// The receiver has read so many bytes: room in the window.
  mutating func taken(_ bytes: Int) { outstanding -= bytes }

  /// The sender's news of high and low water; nil where nothing changed.
  mutating func waterChange() -> Bool? {
    if !stalled, waitingBytes > link.highWater {
      stalled = true
      return true
    }
    if stalled, waitingBytes <= link.lowWater {
      stalled = false
      return false
    }
    return nil
  }
}
