internal import Machines
internal import NIOCore
internal import Timeline
internal import Wire

/// One leg of a machine on its socket: from the request (accepted leg) or the 101 (dialled leg) to the end of TCP.
final class Link: SocketOwner {
  enum Phase {
    /// The accepted leg waits for the machine's answer.
    case requested(RequestHead)
    case open
    /// We have ended it, or refused it; what still comes is recorded and not delivered.
    case ending
    case over
  }

  let leg: Leg
  private let socket: Socket
  private let host: MachineHost
  private let clock: RunClock
  let observation: Observation?
  private(set) var phase: Phase
  private var peer: Peer
  /// Bytes that came before the machine took the connection.
  private var early: ByteBuffer
  private var isPaused = false
  private var isWaitingForRecorder = false

  /// - Parameters:
  ///   - early: What came behind the head, in the same segment.
  ///   - compression: What was agreed on, of a leg that is open.
  init(
    leg: Leg, phase: Phase, socket: Socket, early: ByteBuffer, observation: Observation?, compression: DeflateAgreement? = nil,
    host: MachineHost, clock: RunClock
  ) {
    self.leg = leg
    self.phase = phase
    self.socket = socket
    self.early = early
    self.observation = observation
    self.host = host
    self.clock = clock
    peer = Self.peer(leg, observation, compression)
    socket.owner = self
    // Frames wait in the kernel until the machine has said whether it wants them.
    if case .requested = phase { socket.setReading(false) }
  }

  private static func peer(_ leg: Leg, _ observation: Observation?, _ compression: DeflateAgreement?) -> Peer {
    Peer(role: leg == .accepted ? .server : .client, observation: observation, compression: compression, maskKey: MaskKey.fresh)
  }

  func send(_ message: Message, scheduled: Nanoseconds?) {
    guard case .open = phase else { return }
    socket.send(peer.send(message, scheduled: scheduled, at: clock.now()))
  }

  func sendFragmented(_ message: Message, frames: Int, scheduled: Nanoseconds?) {
    guard case .open = phase else { return }
    socket.send(peer.sendFragmented(message, frames: frames, scheduled: scheduled, at: clock.now()))
  }

  func sendRaw(_ bytes: [UInt8]) {
    guard case .open = phase else { return }
    peer.sendRaw(bytes, at: clock.now())
    socket.send(bytes)
  }

  func flush() { socket.flush() }

  /// Answers the request; the leg is open then.
  /// - Parameter compression: What the answer turns on.
  func accept(_ response: ResponseHead, compression: DeflateAgreement?) {
    guard case .requested = phase else { return }
    answer(response)
    if compression != nil { peer = Self.peer(leg, observation, compression) }
    phase = .open
    if !isPaused { socket.setReading(true) }
    takeEarly()
  }

  /// Answers the request with a refusal, and ends the connection once it has gone out.
  func refuse(_ response: ResponseHead) {
    guard case .requested = phase else { return }
    answer(response)
    phase = .ending
    socket.finish()
  }

  private func answer(_ response: ResponseHead) {
    observation?.record(.response(response), at: clock.now())
    socket.send(response.raw + response.body)
  }

  /// Hands on what came with the 101.
  func takeEarly() {
    let bytes = early
    early = ByteBuffer()
    if bytes.readableBytes > 0 { socketRead(bytes) }
  }

  func end(_ manner: ConnectionEnd.Manner) {
    switch phase {
    case .over: return
    case .ending where manner == .finished: return
    case .requested, .open, .ending: break
    }
    phase = .ending
    if manner == .finished { socket.finish() } else { socket.reset() }
  }

  /// Ends it at once, because the program or the session's task was told to stop.
  func interrupt() {
    if case .over = phase { return }
    phase = .ending
    socket.close("interrupted")
  }

  func setReading(_ reading: Bool) {
    isPaused = !reading
    if case .open = phase { socket.setReading(reading && !isWaitingForRecorder) }
  }

  /// Leaves what comes in the kernel, and so with the peer, until the recorder has caught up.
  private func waitForRecorder() {
    guard !isWaitingForRecorder, case .open = phase else { return }
    isWaitingForRecorder = true
    socket.setReading(false)
    host.loop.assumeIsolated().scheduleTask(in: Self.recorderPause) { [self] in
      isWaitingForRecorder = false
      guard case .open = phase else { return }
      if observation?.sink.isBehind == true { waitForRecorder() } else { socket.setReading(!isPaused) }
    }
  }

  private static let recorderPause = TimeAmount.milliseconds(5)

  func socketSecured() {}

  func socketRead(_ buffer: ByteBuffer) {
    switch phase {
    case .requested:
      var buffer = buffer
      early.writeBuffer(&buffer)
    case .open, .ending:
      let messages = buffer.withUnsafeReadableBytes { peer.receive($0, at: clock.now()) }
      for message in messages {
        guard case .open = phase else { return }
        host.deliver(.received(leg, message))
      }
      if peer.flood != nil { return end(.reset) }
      if case .open = phase, let broken = peer.broken {
        send(.close(broken.closeCode), scheduled: nil)
        flush()
        return end(.finished)
      }
      if observation?.sink.isBehind == true { waitForRecorder() }
    case .over: break
    }
  }

  func socketWritability(_ isWritable: Bool) {
    guard case .open = phase else { return }
    host.deliver(isWritable ? .drained(leg) : .stalled(leg))
  }

  func socketClosed(_ ending: SocketEnding) {
    phase = .over
    let end = ending.recorded(by: observation)
    peer.ended(end, at: clock.now())
    host.linkEnded(self, end)
  }
}
