internal import Lab
internal import NIOCore
internal import NIOPosix
internal import Timeline

/// One attempt to open a WebSocket connection: resolve, connect, TLS, the opening handshake; every end of it is a value.
///
/// The handshake's bytes are read here, not by an HTTP library, because they are recorded as they came: order, case, duplicates, garbage.
/// What follows the 101 in the same segment is handed on. Lives on its loop; calls `done` once, unless it was cancelled.
final class Dialler: SocketOwner {
  enum Outcome {
    /// The socket, the answer, and what came behind it.
    case opened(Socket, ResponseHead, rest: ByteBuffer)
    case refused(ResponseHead)
    case failed(ConnectionFailure)
  }

  private enum Phase {
    case connecting, securing
    case awaitingHead(HeadCollector)
    case readingBody(ResponseHead, BodyReader)
    case over
  }

  private let plan: DialPlan
  private let request: RequestHead
  private let loop: any EventLoop
  private let clock: RunClock
  private var done: ((Outcome) -> Void)?
  private var phase = Phase.connecting
  /// Sockets under way: NIO tries the addresses of a host side by side.
  private var attempts: [any Channel] = []
  private var socket: Socket?
  private var tls: TLSClient?
  /// Shows what came first, after the socket is gone too.
  private var edge: EdgeHandler?
  private var limit: Scheduled<Void>?
  private var address: String

  init(plan: DialPlan, request: RequestHead, loop: any EventLoop, clock: RunClock, done: @escaping (Outcome) -> Void) {
    self.plan = plan
    self.request = request
    self.loop = loop
    self.clock = clock
    self.done = done
    address = plan.endpoint.authority
  }

  func start() {
    let me = NIOLoopBound(self, eventLoop: loop)
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(.nanoseconds(plan.options.connectTimeout))
      .channelOption(.autoRead, value: false)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { me.value.attempts.append(channel) }
      }
    let connected =
      if let literal = try? SocketAddress(ipAddress: plan.endpoint.host, port: plan.endpoint.port) {
        bootstrap.connect(to: literal)
      } else {
        bootstrap.resolver(AddressResolver(loop: loop)).connect(host: plan.endpoint.host, port: plan.endpoint.port)
      }
    connected.assumeIsolated().whenComplete { [self] result in
      attempts = []
      guard case .connecting = phase else {
        if case .success(let channel) = result { channel.close(promise: nil) }
        return
      }
      switch result {
      case .success(let channel): begin(on: channel)
      case .failure(let error):
        conclude(.failed(ConnectFailure.make(error, endpoint: plan.endpoint, timeout: plan.options.connectTimeout)))
      }
    }
  }

  /// Gives the attempt up at once; `done` is not called.
  func cancel() {
    done = nil
    for channel in attempts { channel.close(promise: nil) }
    conclude(nil)
  }

  private func begin(on channel: any Channel) {
    if let remote = channel.remoteAddress {
      let text = ConnectFailure.text(remote)
      if text != address { address += " (\(text))" }
    }
    do {
      if plan.endpoint.scheme.isSecure { tls = try TLSClient(host: plan.endpoint.host, options: plan.options.tls, loop: loop) }
      socket = try Socket.install(on: channel, tls: tls?.handler)
      socket?.owner = self
      edge = socket?.edge
    } catch {
      channel.close(promise: nil)
      let text = (error as? HeadFault)?.text ?? "TLS could not be set up: \(error)"
      return fail(.tls, "BAD_OPTIONS", text)
    }
    if tls == nil {
      ask()
    } else {
      phase = .securing
      limitTime(.tls, "the server did not complete the TLS handshake")
    }
    socket?.setReading(true)
  }

  func socketSecured() {
    if case .securing = phase { ask() }
  }

  private func ask() {
    phase = .awaitingHead(.response())
    limitTime(.handshake, "the server did not answer the opening request")
    plan.observation?.record(.request(request), at: clock.now())
    socket?.send(request.raw)
    socket?.flush()
  }

  func socketRead(_ buffer: ByteBuffer) {
    var buffer = buffer
    while buffer.readableBytes > 0 {
      switch phase {
      case .awaitingHead(var collector):
        let outcome = collector.take(&buffer)
        phase = .awaitingHead(collector)
        switch outcome {
        case .needMore: return
        case .head(let raw): headCame(raw, &buffer)
        case .tooLong: return fail(.handshake, "HEAD_TOO_LONG", "the answer's head is longer than 64 kB")
        case .otherProtocol:
          // A TLS server answers plain text with an alert, type 21 (RFC 8446 §5.1).
          let hint = collector.bytes.first == 21 ? ", but in TLS (is it wss://?)" : ""
          return fail(.handshake, "NOT_HTTP", "the server does not answer in HTTP\(hint): '\(HTTPHead.printable(collector.bytes))'")
        }
      case .readingBody(let head, var reader):
        reader.take(&buffer)
        phase = .readingBody(head, reader)
        if reader.isDone { return refuse(head, reader.body) }
      case .connecting, .securing, .over: return
      }
    }
  }

  private func headCame(_ raw: [UInt8], _ rest: inout ByteBuffer) {
    switch HTTPHead.response(raw) {
    case .failure(let fault): fail(.handshake, "BAD_HEAD", fault.text)
    case .success(let head) where head.status == 101:
      plan.observation?.record(.response(head), at: clock.now())
      if let fault = HandshakeCheck.fault(in: head, to: request) { return fail(.handshake, fault.code, fault.text) }
      open(head, rest)
    case .success(let head) where head.status < 200:
      // 100 and 103 announce the answer proper (RFC 9110 §15.2).
      phase = .awaitingHead(.response())
    case .success(let head):
      let reader = BodyReader(head: head)
      phase = .readingBody(head, reader)
      if reader.isDone { refuse(head, []) }
    }
  }

  private func open(_ head: ResponseHead, _ rest: ByteBuffer) {
    guard let socket else { return }
    self.socket = nil
    conclude(.opened(socket, head, rest: rest))
  }

  private func refuse(_ head: ResponseHead, _ body: [UInt8]) {
    var head = head
    head.body = body
    if let observation = plan.observation {
      observation.record(.response(head), at: clock.now())
      // A body without a length ends with the server's FIN; otherwise the connection has served its purpose, and we end it.
      observation.record(.ended(ConnectionEnd(.finished, by: socket == nil ? observation.peer : observation.observer)), at: clock.now())
    }
    conclude(.refused(head))
  }

  func socketWritability(_ isWritable: Bool) {}

  func socketClosed(_ ending: SocketEnding) {
    socket = nil
    switch phase {
    case .securing:
      guard let tls, let edge else { return }
      conclude(.failed(tls.failure(ending, edge: edge, address: address)))
    case .awaitingHead(let collector):
      let got =
        collector.bytes.isEmpty ? "before it answered" : "in the middle of its answer, after '\(HTTPHead.printable(collector.bytes))'"
      if let reset = ending.error as? IOError {
        fail(.handshake, ErrnoName.name(reset.errnoCode), "the server reset the connection \(got)", reset.errnoCode)
      } else {
        fail(.handshake, "CLOSED", "the server closed the connection \(got)")
      }
    case .readingBody(let head, let reader): refuse(head, reader.body)
    case .connecting, .over: break
    }
  }

  private func limitTime(_ stage: ConnectionFailure.Stage, _ text: String) {
    limit?.cancel()
    let time = plan.options.handshakeTimeout
    limit = loop.assumeIsolated().scheduleTask(in: .nanoseconds(time)) { [self] in
      // A refusal whose body stays away is still a refusal.
      if case .readingBody(let head, let reader) = phase { return refuse(head, reader.body) }
      fail(stage, "TIMEOUT", "\(text) within \(time.seconds) s")
    }
  }

  private func fail(_ stage: ConnectionFailure.Stage, _ code: String, _ text: String, _ errno: Int32? = nil) {
    conclude(.failed(ConnectionFailure(stage: stage, address: address, errno: errno, code: code, text: text)))
  }

  private func conclude(_ outcome: Outcome?) {
    phase = .over
    limit?.cancel()
    limit = nil
    if let socket {
      socket.owner = nil
      socket.close()
    }
    socket = nil
    let done = done
    self.done = nil
    if let outcome { done?(outcome) }
  }
}
