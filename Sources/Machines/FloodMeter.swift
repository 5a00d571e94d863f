internal import Digest
internal import Timeline
internal import Wire

/// Counts what one peer sends over one connection, against the limits.
struct FloodMeter: Sendable {
  /// So much of a frame that is too long is recorded; of the rest its length, and the hash of all that came.
  static let beginning = 4096
  /// Seconds of a rate that may come at once.
  private static let burst = 10

  /// What may still come now: fills again with time.
  private struct Allowance: Sendable {
    private let rate: Int
    /// In billionths.
    private var left: Int64
    private var last: Nanoseconds?
    private(set) var taken = 0

    init(rate: Int) {
      self.rate = rate
      left = Int64(clamping: rate) * Int64(burst) * 1_000_000_000
    }

    /// False where nothing is left.
    mutating func take(at now: Nanoseconds) -> Bool {
      let most = Int64(clamping: rate) * Int64(burst) * 1_000_000_000
      let passed = min(max(0, now - (last ?? now)), .seconds(Double(burst)))
      last = now
      left = min(most, left + passed * Int64(clamping: rate))
      if left == most { taken = 0 }
      taken += 1
      left -= 1_000_000_000
      return left >= 0
    }
  }

  private let limits: Limits
  private let sender: Party
  private var control: Allowance
  private var data: Allowance
  private var frames = 0
  private var bytes = 0
  /// What keeping and reading them takes.
  private var cost = 0
  /// Of the message that is not complete yet.
  private var fragments = 0
  private var messageBytes = 0

  init(_ limits: Limits, of sender: Party) {
    self.limits = limits
    self.sender = sender
    control = Allowance(rate: limits.controlRate)
    data = Allowance(rate: limits.messageRate)
  }

  /// Counts a frame.
  /// - Parameter kept: Bytes that the run has recorded so far, of all connections.
  /// - Returns: The limit that it reaches, and the frame as it is recorded then.
  mutating func take(_ frame: Frame, at now: Nanoseconds, kept: Int = 0) -> (reached: LimitReached, recorded: Frame)? {
    frames += 1
    bytes += frame.payload.count
    cost += Limits.cost(frame)
    if frame.length > UInt64(limits.frameBytes) { return tooLong(frame) }
    if frame.opcode.isControl {
      if !control.take(at: now) { return reached(.controlRate, limits.controlRate, control.taken, frame) }
    } else {
      fragments = frame.opcode == .continuation ? fragments + 1 : 1
      messageBytes = frame.opcode == .continuation ? messageBytes + frame.payload.count : frame.payload.count
      if messageBytes > limits.messageBytes { return reached(.message, limits.messageBytes, messageBytes, frame) }
      if fragments > limits.fragments { return reached(.fragments, limits.fragments, fragments, frame) }
      if !data.take(at: now) { return reached(.messageRate, limits.messageRate, data.taken, frame) }
    }
    if frames > limits.frames { return reached(.frames, limits.frames, frames, frame) }
    if bytes > limits.bytes { return reached(.bytes, limits.bytes, bytes, frame) }
    let room = limits.room(whenKept: kept)
    if cost > room { return reached(.memory, room, cost, frame) }
    return nil
  }

  /// Counts what came out of a frame, where it was compressed.
  /// - Returns: The limit that it reaches, and the frame as it is recorded then.
  mutating func takeInflated(_ opened: InboundFrames.Opened, _ wire: Frame) -> (reached: LimitReached, recorded: Frame)? {
    if opened.isAboveLimit {
      let kept = Array(opened.frame.payload.prefix(Self.beginning))
      var recorded = opened.frame
      recorded.payload = kept
      let reached = LimitReached(
        .inflated, by: sender, limit: limits.messageBytes, received: messageBytes, kept: kept.count,
        sha256: SHA256Digest.hex(SHA256Digest.digest(opened.frame.payload)))
      return (reached, recorded)
    }
    let more = max(0, opened.frame.payload.count - wire.payload.count)
    bytes += more
    cost += Limits.cost(of: more, in: wire.opcode)
    return bytes > limits.bytes ? reached(.bytes, limits.bytes, bytes, opened.frame) : nil
  }

  private func reached(_ kind: LimitReached.Kind, _ limit: Int, _ received: Int, _ frame: Frame) -> (LimitReached, Frame) {
    (LimitReached(kind, by: sender, limit: limit, received: received), frame)
  }

  private func tooLong(_ frame: Frame) -> (LimitReached, Frame) {
    var recorded = frame
    recorded.payload = Array(frame.payload.prefix(Self.beginning))
    let reached = LimitReached(
      .frame, by: sender, limit: limits.frameBytes, received: frame.payload.count, announced: frame.length,
      kept: recorded.payload.count, sha256: SHA256Digest.hex(SHA256Digest.digest(frame.payload)))
    return (reached, recorded)
  }
}
