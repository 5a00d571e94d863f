internal import Machines
internal import NIOCore
internal import NIOPosix
internal import Timeline

/// One attempt to open a WebSocket connection: resolve, connect, a proxy's tunnel, TLS, the opening handshake; every end of it is a value.
///
/// A plain HTTP request goes the same way: its answer is what a WebSocket's refusal is, a head and a body.
///
/// The handshake's bytes are read here, not by an HTTP library, because they are recorded as they came: order, case, duplicates, garbage.
/// What follows the 101 in the same segment is handed on. Lives on its loop; calls `done` once, unless it was cancelled.
final class Dialler: SocketOwner {
  enum Outcome {
    /// The socket, the answer, and what came behind it.
    case opened(Socket, ResponseHead, rest: ByteBuffer)
    case refused(ResponseHead)
    case failed(ConnectionFailure)
    /// The bare connection, with its TLS: nothing was asked on it.
    case connected(any Channel)
  }

  private enum Phase {
    case connecting, securing
    /// The proxy has been asked.
    case tunnelling(HeadCollector)
    case awaitingHead(HeadCollector)
    case readingBody(ResponseHead, BodyReader)
    case over
  }

  private let plan: DialPlan
  /// What is asked; nil: the connection itself is all that is wanted.
  private let request: RequestHead?
  /// Goes out behind the request's head.
  private let body: [UInt8]
  /// The most of an answer's body that is kept.
  private let bodyLimit: Int
  /// An answer that is a stream of events is opened, and not read to its end.
  private let streams: Bool
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

  init(
    plan: DialPlan, request: RequestHead?, body: [UInt8] = [], bodyLimit: Int = 64 << 10, streams: Bool = false, loop: any EventLoop,
    clock: RunClock,
    done: @escaping (Outcome) -> Void
  ) {
    self.plan = plan
    self.request = request
    self.body = body
    self.bodyLimit = bodyLimit
    self.streams = streams
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
    let next = firstStation
    let connected =
      if let literal = try? SocketAddress(ipAddress: next.host, port: next.port) {
        bootstrap.connect(to: literal)
      } else {
        bootstrap.resolver(AddressResolver(loop: loop)).connect(host: next.host, port: next.port)
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
        var failure = ConnectFailure.make(error, endpoint: next, timeout: plan.options.connectTimeout)
        if plan.options.proxy != nil { failure.text = "the proxy \(failure.text)" }
        conclude(.failed(failure))
      }
    }
  }

  /// Where the connection ends up: the URL's host and port, or what stands in for them.
  private var destination: Endpoint { plan.options.destination(of: plan.endpoint) }

  /// What TCP connects to: the proxy, where there is one.
  private var firstStation: Endpoint { plan.options.firstStation(to: plan.endpoint) }

  /// Gives the attempt up at once; `done` is not called.
  func cancel() {
    done = nil
    for channel in attempts { channel.close(promise: nil) }
    conclude(nil)
  }

  private func begin(on channel: any Channel) {
    passed(.connected)
    if let remote = channel.remoteAddress {
      let text = ConnectFailure.text(remote)
      if text != address { address += " (\(text))" }
    }
    do {
      if plan.endpoint.scheme.isSecure { tls = try TLSClient(host: plan.endpoint.host, options: plan.options.tls) }
      socket = try Socket.install(on: channel, tls: plan.options.proxy == nil ? tls?.handler : nil)
      socket?.owner = self
      edge = socket?.edge
    } catch {
      channel.close(promise: nil)
      let text = (error as? HeadFault)?.text ?? "TLS could not be set up: \(error)"
      return fail(.tls, "BAD_OPTIONS", text)
    }
    if let proxy = plan.options.proxy {
      askForTunnel(proxy)
    } else if tls == nil {
      ask()
    } else {
      phase = .securing
      limitTime(.tls, "the server did not complete the TLS handshake")
    }
    socket?.setReading(true)
  }

  /// RFC 9110 §9.3.6; with `ws://` too, as RFC 6455 §4.1 wants.
  private func askForTunnel(_ proxy: DialOptions.Proxy) {
    phase = .tunnelling(.response())
    limitTime(.connect, "the proxy did not answer")
    var headers = [HeaderField("Host", destination.authority)]
    if let authorization = proxy.authorization { headers.append(HeaderField("Proxy-Authorization", authorization)) }
    socket?.send(RequestHead(method: "CONNECT", target: destination.authority, headers: headers).raw)
    socket?.flush()
  }

  /// The proxy's answer: from a 2xx on, the bytes are the relay's.
  private func tunnelAnswered(_ raw: [UInt8]) {
    switch HTTPHead.response(raw) {
    case .failure(let fault): fail(.connect, "PROXY", "the proxy's answer can't be read: \(fault.text)")
    case .success(let head) where head.status < 200: phase = .tunnelling(.response())
    case .success(let head) where head.status < 300:
      passed(.tunnelled)
      guard let tls else { return ask() }
      phase = .securing
      limitTime(.tls, "the server did not complete the TLS handshake")
      do { try socket?.secure(with: tls.handler) } catch { fail(.tls, "BAD_OPTIONS", "TLS could not be set up: \(error)") }
    case .success(let head):
      let hint = head.status == 407 ? "; it wants credentials: http://USER:PASSWORD@HOST:PORT" : ""
      fail(
        .connect, "PROXY_REFUSED",
        "the proxy refused the way to \(destination.authority): it answered CONNECT with \(head.status) \(head.reason)\(hint)")
    }
  }

  func socketSecured() {
    guard case .securing = phase else { return }
    if let tls { passed(.secured(tls.agreement(on: socket?.applicationProtocol))) }
    ask()
  }

  private func ask() {
    guard let request else { return handOver() }
    phase = .awaitingHead(.response(limit: headLimit))
    limitTime(.handshake, "the server did not answer the opening request")
    plan.observation?.record(.request(request), at: clock.now())
    socket?.send(request.raw)
    if !body.isEmpty { socket?.send(body) }
    socket?.flush()
  }

  private func passed(_ milestone: DialMilestone) { plan.onMilestone?(milestone, clock.now()) }

  private func handOver() {
    guard let socket, let channel = socket.handOver() else { return fail(.connect, "CLOSED", "the server closed the connection at once") }
    self.socket = nil
    conclude(.connected(channel))
  }

  func socketRead(_ buffer: ByteBuffer) {
    var buffer = buffer
    while buffer.readableBytes > 0 {
      switch phase {
      case .tunnelling(var collector):
        let outcome = collector.take(&buffer)
        phase = .tunnelling(collector)
        switch outcome {
        case .needMore: return
        case .head(let raw): tunnelAnswered(raw)
        case .tooLong, .otherProtocol:
          return fail(.connect, "PROXY", "the proxy does not answer in HTTP: '\(HTTPHead.printable(collector.bytes))'")
        }
      case .awaitingHead(var collector):
        let outcome = collector.take(&buffer)
        phase = .awaitingHead(collector)
        switch outcome {
        case .needMore: return
        case .head(let raw): headCame(raw, &buffer)
        case .tooLong:
          if let observation = plan.observation {
            let reached = LimitReached(.head, by: observation.peer, limit: headLimit, received: headLimit)
            observation.record(.note(Note(reached)), at: clock.now())
          }
          return fail(.handshake, "HEAD_TOO_LONG", "the answer's head is longer than \(headLimit) bytes")
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
    case .success(let head) where head.status == 101 && request?.asksForWebSocket == true:
      plan.observation?.record(.response(head), at: clock.now())
      if let request, let fault = HandshakeCheck.fault(in: head, to: request) { return fail(.handshake, fault.code, fault.text) }
      open(head, rest)
    case .success(let head) where streams && head.status == 200 && head.isEventStream:
      plan.observation?.record(.response(head), at: clock.now())
      open(head, rest)
    case .success(let head) where head.status < 200:
      // 100 and 103 announce the answer proper (RFC 9110 §15.2).
      phase = .awaitingHead(.response(limit: headLimit))
    case .success(let head):
      let reader = BodyReader(head: head, limit: bodyLimit)
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
      if let refused = tls?.refusal(ending, address: address) { return conclude(.failed(refused)) }
      let got =
        collector.bytes.isEmpty ? "before it answered" : "in the middle of its answer, after '\(HTTPHead.printable(collector.bytes))'"
      if let reset = ending.error as? IOError {
        fail(.handshake, ErrnoName.name(reset.errnoCode), "the server reset the connection \(got)", reset.errnoCode)
      } else {
        fail(.handshake, "CLOSED", "the server closed the connection \(got)")
      }
    case .tunnelling: fail(.connect, "PROXY", "the proxy closed the connection instead of answering CONNECT")
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

  private var headLimit: Int { (plan.observation?.limits ?? Limits()).headBytes }

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

extension ResponseHead {
  fileprivate var isEventStream: Bool {
    headers["Content-Type"]?.lowercased().prefix { $0 != ";" && $0 != " " } == "text/event-stream"
  }
}
