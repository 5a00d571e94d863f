internal import NIOCore
internal import NIOPosix
internal import Timeline

/// A proxy's side of one client: reads its CONNECT, then gets out of the way.
final class ConnectHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum State {
    case reading(HeadCollector)
    /// The other end is being called; what the client sends meanwhile is kept.
    case calling(early: ByteBuffer)
    case done
  }

  /// How long a client may take for its request.
  private static let patience: TimeAmount = .seconds(10)
  private static let callPatience: TimeAmount = .seconds(10)

  private let server: LabServer
  private let open: OpenChannels
  private let upstream: UpstreamProxy?
  private let catches: @Sendable (ConnectRequest) -> Bool
  private let told: @Sendable (ConnectProxy.Outcome) -> Void
  private var state = State.reading(.request())
  private var limit: Scheduled<Void>?

  init(
    server: LabServer, open: OpenChannels, upstream: UpstreamProxy?, catches: @escaping @Sendable (ConnectRequest) -> Bool,
    told: @escaping @Sendable (ConnectProxy.Outcome) -> Void
  ) {
    self.server = server
    self.open = open
    self.upstream = upstream
    self.catches = catches
    self.told = told
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    limit = context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { limit?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = Self.unwrapInboundIn(data)
    switch state {
    case .reading(var collector):
      let outcome = collector.take(&buffer)
      state = .reading(collector)
      read(outcome, buffer, context)
    case .calling(var early):
      early.writeBuffer(&buffer)
      state = .calling(early: early)
    case .done: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    state = .done
    limit?.cancel()
    context.fireChannelInactive()
  }

  private func read(_ outcome: HeadCollector.Outcome, _ rest: ByteBuffer, _ context: ChannelHandlerContext) {
    switch outcome {
    case .needMore: break
    case .tooLong: refuse(ConnectRefusal(status: 431, reason: "Request Header Fields Too Large", text: "longer than 64 kB"), context)
    case .otherProtocol:
      refuse(ConnectRefusal(status: 400, reason: "Bad Request", text: "this port is an HTTP proxy; what came is no HTTP"), context)
    case .head(let raw):
      limit?.cancel()
      do throws(ConnectRefusal) { follow(try request(raw), rest, context) } catch { refuse(error, context) }
    }
  }

  private func request(_ raw: [UInt8]) throws(ConnectRefusal) -> ConnectRequest {
    switch HTTPHead.request(raw) {
    case .success(let head): return try ConnectRequest(head)
    case .failure(let fault): throw ConnectRefusal(status: 400, reason: "Bad Request", text: fault.text)
    }
  }

  private func follow(_ request: ConnectRequest, _ rest: ByteBuffer, _ context: ChannelHandlerContext) {
    guard catches(request) else { return call(request, rest, context) }
    state = .done
    told(.caught(request))
    let channel = context.channel
    open.forget(channel)
    agree(context)
    context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    do { try server.adopt(channel, as: request.host, early: rest) } catch { channel.close(promise: nil) }
  }

  private func call(_ request: ConnectRequest, _ rest: ByteBuffer, _ context: ChannelHandlerContext) {
    state = .calling(early: rest)
    try? context.channel.syncOptions?.setOption(.autoRead, value: false)
    let loop = context.eventLoop
    let me = NIOLoopBound(self, eventLoop: loop)
    let mine = NIOLoopBound(context, eventLoop: loop)
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(Self.callPatience)
      .channelOption(.autoRead, value: false)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
    let next = upstream.flatMap { $0.leads(to: request.host) ? $0 : nil }
    let endpoint = Endpoint(scheme: .https, host: next?.host ?? request.host, port: next?.port ?? request.port)
    let called =
      if let literal = try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port) {
        bootstrap.connect(to: literal)
      } else {
        bootstrap.resolver(AddressResolver(loop: loop)).connect(host: endpoint.host, port: endpoint.port)
      }
    called.whenComplete { result in
      switch result {
      case .success(let other): me.value.join(other, request, by: next, mine.value)
      case .failure(let error):
        let failure = ConnectFailure.make(error, endpoint: endpoint, timeout: Self.callPatience.nanoseconds)
        me.value.refuse(ConnectRefusal(status: 502, reason: "Bad Gateway", text: failure.text), mine.value)
      }
    }
  }

  private func join(_ other: any Channel, _ request: ConnectRequest, by next: UpstreamProxy?, _ context: ChannelHandlerContext) {
    guard case .calling(let early) = state else { return other.close(promise: nil) }
    state = .done
    told(.passed(request))
    open.add(other)
    let channel = context.channel
    do {
      try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
      let (near, far) = TunnelEnd.pair()
      if let next {
        // The other proxy's answer is the client's.
        other.write(ByteBuffer(bytes: Self.question(request, next.authorization)), promise: nil)
        other.flush()
      } else {
        agree(context)
      }
      try channel.pipeline.syncOperations.addHandler(near)
      try other.pipeline.syncOperations.addHandler(far)
      if early.readableBytes > 0 { other.writeAndFlush(early, promise: nil) }
      context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
      try channel.syncOptions?.setOption(.autoRead, value: true)
      try other.syncOptions?.setOption(.autoRead, value: true)
    } catch {
      channel.close(promise: nil)
      other.close(promise: nil)
    }
  }

  private static func question(_ request: ConnectRequest, _ authorization: String?) -> [UInt8] {
    var headers = [HeaderField("Host", "\(request)")]
    if let authorization { headers.append(HeaderField("Proxy-Authorization", authorization)) }
    return RequestHead(method: "CONNECT", target: "\(request)", headers: headers).raw
  }

  private func agree(_ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n")), promise: nil)
  }

  private func refuse(_ refusal: ConnectRefusal, _ context: ChannelHandlerContext) {
    if case .done = state { return }
    state = .done
    told(.refused(refusal.text))
    let response = Answer.complete(Answer.line(refusal.status, refusal.reason, refusal.text))
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: response.raw + response.body))).whenComplete { _ in
      channel.close(promise: nil)
    }
  }
}
