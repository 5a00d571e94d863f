internal import Machines
internal import NIOCore
internal import NIOPosix
internal import Timeline

/// Receives one accepted connection: reads the request, and gives it to a machine or answers it. Lives on the connection's loop.
final class Greeter: SocketOwner {
  /// How long a client may take for its request.
  static let patience: TimeAmount = .seconds(10)
  /// How long the body of a request may stand still.
  static let bodyPatience: TimeAmount = .seconds(30)

  private let loop: any EventLoop
  private let clock: RunClock
  private let make: @Sendable (RequestHead) -> Reception?
  /// Makes the TLS handler for a client that begins TLS; nil: this port speaks none, or nothing else.
  private var secure: (() throws -> any ChannelHandler)?
  private let onTrouble: @Sendable (TLSTrouble) -> Void
  private let onGone: () -> Void
  private var collector: HeadCollector? = .request()
  /// TLS was begun here and is not established yet.
  private var isSecuring = false
  /// The body of a plain request, while it comes.
  private var upload: (exchange: HTTPExchange, body: RequestBody)?
  /// An answer is being made on another thread.
  private var isAnswering = false
  private var socket: Socket?
  private var host: MachineHost?
  private var conversation: TapConversation?
  private var limit: Scheduled<Void>?

  /// - Parameters:
  ///   - secure: Makes the TLS handler for a client that begins TLS on a plain connection; nil: none does.
  ///   - onTrouble: Called for a client that begins TLS and gets no further: no text would reach it.
  ///   - onGone: Called once, when the connection and its machine are gone.
  init(
    socket: Socket, loop: any EventLoop, clock: RunClock, make: @escaping @Sendable (RequestHead) -> Reception?,
    secure: (() throws -> any ChannelHandler)? = nil, onTrouble: @escaping @Sendable (TLSTrouble) -> Void = { _ in },
    onGone: @escaping () -> Void
  ) {
    self.socket = socket
    self.loop = loop
    self.clock = clock
    self.make = make
    self.secure = secure
    self.onTrouble = onTrouble
    self.onGone = onGone
    socket.owner = self
    limit = loop.assumeIsolated().scheduleTask(in: Self.patience) { [self] in
      answer(Answer.line(408, "Request Timeout", "no complete request came within 10 s"))
    }
  }

  /// Asks the session to finish politely; a connection that has none yet is closed.
  func stop() {
    if let host {
      host.deliver(.stopRequested)
    } else if let conversation {
      conversation.stop()
    } else if upload == nil, !isAnswering {
      socket?.close()
    }
  }

  /// Ends everything at once.
  func abort() {
    host?.interrupt()
    conversation?.stop()
    socket?.close()
  }

  func socketSecured() { isSecuring = false }

  func socketWritability(_ isWritable: Bool) {}

  func socketRead(_ buffer: ByteBuffer) {
    var buffer = buffer
    guard var collector else { return takeBody(&buffer) }
    let outcome = collector.take(&buffer)
    self.collector = collector
    switch outcome {
    case .needMore: break
    case .tooLong: answer(Answer.line(431, "Request Header Fields Too Large", "the request's head is longer than 64 kB"))
    case .otherProtocol where collector.bytes.first == 22:
      // The first byte of a TLS handshake record (RFC 8446 §5.1).
      beginTLS(collector.bytes, buffer)
    case .otherProtocol: answer(Answer.line(400, "Bad Request", "this port speaks HTTP and WebSocket; what came is neither"))
    case .head(let raw):
      switch HTTPHead.request(raw) {
      case .failure(let fault): answer(Answer.line(400, "Bad Request", fault.text))
      case .success(let head): welcome(head, buffer)
      }
    }
  }

  private func beginTLS(_ first: [UInt8], _ rest: ByteBuffer) {
    guard let socket, let secure else {
      collector = nil
      onTrouble(.notSpoken)
      self.socket?.close()
      return
    }
    // Once: what comes inside TLS is the request.
    self.secure = nil
    collector = .request()
    isSecuring = true
    var bytes = ByteBuffer(bytes: first)
    bytes.writeImmutableBuffer(rest)
    do {
      try socket.secure(with: secure())
      socket.edge.replay(bytes)
    } catch {
      isSecuring = false
      onTrouble(.brokenOff("\(error)"))
      socket.close()
    }
  }

  private func welcome(_ head: RequestHead, _ rest: ByteBuffer) {
    switch make(head) {
    case .respond(let response): answer(Answer.complete(response))
    case .exchange(let exchange): receive(exchange, for: head, rest)
    case .tap(let plan): tap(head, plan, rest)
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
      host.take(head, on: socket, early: rest, observation: session.observation, compresses: session.compresses)
    }
  }

  private func tap(_ head: RequestHead, _ plan: TapPlan, _ rest: ByteBuffer) {
    limit?.cancel()
    collector = nil
    guard let channel = socket?.handOver() else { return onGone() }
    socket = nil
    let begun = TapConversation(channel, head, plan, clock: clock) { [self] in
      conversation = nil
      onGone()
    }
    conversation = begun
    begun.start(early: rest)
  }

  private func receive(_ exchange: HTTPExchange, for head: RequestHead, _ rest: ByteBuffer) {
    collector = nil
    upload = (exchange, RequestBody(head: head, limit: exchange.bodyLimit))
    var rest = rest
    takeBody(&rest)
    guard upload != nil, head.headers.lists("Expect", "100-continue") else { return }
    // The client waits for leave to send its body (RFC 9110 §10.1.1).
    socket?.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    socket?.flush()
  }

  private func takeBody(_ buffer: inout ByteBuffer) {
    guard let exchange = upload?.exchange, let outcome = upload?.body.take(&buffer) else { return }
    switch outcome {
    case .whole(let body): conclude(exchange, .success(body))
    case .failed(let fault): conclude(exchange, .failure(fault))
    case .needMore:
      limit?.cancel()
      limit = loop.assumeIsolated().scheduleTask(in: Self.bodyPatience) { [self] in
        conclude(exchange, .failure(.stalled(seconds: Int(Self.bodyPatience.nanoseconds / 1_000_000_000))))
      }
    }
  }

  private func conclude(_ exchange: HTTPExchange, _ body: Result<[UInt8], BodyFault>) {
    limit?.cancel()
    upload = nil
    isAnswering = true
    let me = NIOLoopBound(self, eventLoop: loop)
    NIOThreadPool.singleton.submit { [loop] _ in
      let response = exchange.answer(body)
      loop.execute {
        me.value.isAnswering = false
        me.value.answer(Answer.complete(response))
      }
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
    if isSecuring { onTrouble(TLSTrouble(ending)) }
    collector = nil
    upload = nil
    socket = nil
    onGone()
  }
}
