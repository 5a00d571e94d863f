internal import Lab
internal import NIOCore
internal import Timeline

/// Receives one accepted connection: reads the request, and gives it to a machine or answers it. Lives on the connection's loop.
final class Greeter: SocketOwner {
  /// How long a client may take for its request.
  static let patience: TimeAmount = .seconds(10)

  private let loop: any EventLoop
  private let clock: RunClock
  private let make: @Sendable (RequestHead) -> Reception?
  private let onGone: () -> Void
  private var collector: HeadCollector? = .request()
  private var socket: Socket?
  private var host: MachineHost?
  private var limit: Scheduled<Void>?

  /// - Parameter onGone: Called once, when the connection and its machine are gone.
  init(
    socket: Socket, loop: any EventLoop, clock: RunClock, make: @escaping @Sendable (RequestHead) -> Reception?,
    onGone: @escaping () -> Void
  ) {
    self.socket = socket
    self.loop = loop
    self.clock = clock
    self.make = make
    self.onGone = onGone
    socket.owner = self
    limit = loop.assumeIsolated().scheduleTask(in: Self.patience) { [self] in
      answer(Answer.line(408, "Request Timeout", "no complete request came within 10 s"))
    }
  }

  /// Asks the session to finish politely; a connection that has none yet is closed.
  func stop() {
    if let host { host.deliver(.stopRequested) } else { socket?.close() }
  }

  /// Ends everything at once.
  func abort() {
    host?.interrupt()
    socket?.close()
  }

  func socketSecured() {}

  func socketWritability(_ isWritable: Bool) {}

  func socketRead(_ buffer: ByteBuffer) {
    var buffer = buffer
    guard var collector else { return }
    let outcome = collector.take(&buffer)
    self.collector = collector
    switch outcome {
    case .needMore: break
    case .tooLong: answer(Answer.line(431, "Request Header Fields Too Large", "the request's head is longer than 64 kB"))
    case .otherProtocol where collector.bytes.first == 22:
      // A TLS client: no text would reach it.
      self.collector = nil
      socket?.close()
    case .otherProtocol: answer(Answer.line(400, "Bad Request", "this port speaks HTTP and WebSocket; what came is neither"))
    case .head(let raw):
      switch HTTPHead.request(raw) {
      case .failure(let fault): answer(Answer.line(400, "Bad Request", fault.text))
      case .success(let head): welcome(head, buffer)
      }
    }
  }

  private func welcome(_ head: RequestHead, _ rest: ByteBuffer) {
    switch make(head) {
    case .respond(let response): answer(Answer.complete(response))
    case nil:
      answer(head.upgradeFault ?? Answer.line(404, "Not Found", "this port is sttcheck's; nothing is served at this path"))
    case .session(let session):
      limit?.cancel()
      collector = nil
      guard let socket else { return }
      self.socket = nil
      let host = MachineHost(
        session.machine, plan: session.dial, notes: session.notes ?? session.observation ?? session.dial?.observation, loop: loop,
        clock: clock
      ) { [self] host in
        self.host = nil
        session.onEnd?(SessionEnd(machine: host.machine, wasInterrupted: host.wasInterrupted))
        onGone()
      }
      self.host = host
      host.take(head, on: socket, early: rest, observation: session.observation)
    }
  }

  private func answer(_ response: ResponseHead) {
    limit?.cancel()
    collector = nil
    socket?.send(response.raw + response.body)
    socket?.finish()
  }

  func socketClosed(_ ending: SocketEnding) {
    limit?.cancel()
    collector = nil
    socket = nil
    onGone()
  }
}
