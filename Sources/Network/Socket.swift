internal import NIOCore

/// One connected TCP socket, with or without TLS, on its event loop: bytes in and out, and a truthful end.
///
/// The last handler of its channel's pipeline. Writes are gathered until `flush`; each flush carries a promise, because a failed write is
/// told to nobody else.
final class Socket: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum State {
    case open
    /// We have sent, or are sending, our FIN.
    case finishing
    /// We closed it at once.
    case closing(SocketEnding)
    case gone
  }

  /// How long what was written may take to go out after `finish`.
  static let flushLimit: TimeAmount = .seconds(10)
  /// How long the peer may keep its side open after our FIN.
  static let farewellLimit: TimeAmount = .seconds(2)

  weak var owner: (any SocketOwner)?
  let edge: EdgeHandler
  /// What ALPN gave, once TLS is there; nil where the peer chose none.
  private(set) var applicationProtocol: String?
  private var context: ChannelHandlerContext?
  private var state = State.open
  private var held: ByteBuffer?
  private var error: (any Error)?
  private var limit: Scheduled<Void>?

  private init(edge: EdgeHandler) { self.edge = edge }

  /// Puts the handlers into a channel's pipeline. Call it on the channel's loop.
  /// - Parameter tls: The TLS handler, where there is TLS.
  static func install(on channel: any Channel, tls: (any ChannelHandler)?) throws -> Socket {
    let socket = Socket(edge: EdgeHandler())
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(socket.edge)
    if let tls { try pipeline.addHandler(tls) }
    try pipeline.addHandler(socket)
    return socket
  }

  /// Speaks TLS from now on: for a connection that a proxy has put through.
  func secure(with tls: any ChannelHandler) throws {
    guard let pipeline = context?.channel.pipeline.syncOperations else { return }
    edge.forgetFirstBytes()
    try pipeline.addHandler(tls, position: .before(self))
  }

  /// Hands bytes on; they go out with the next `flush`.
  func send(_ bytes: [UInt8]) {
    guard case .open = state, let context else { return }
    if let held { context.write(wrapOutboundOut(held), promise: nil) }
    held = context.channel.allocator.buffer(bytes: bytes)
  }

  func flush() {
    guard let context, let last = held else { return }
    held = nil
    let promise = context.eventLoop.makePromise(of: Void.self)
    promise.futureResult.assumeIsolated().whenFailure { [self] in note($0) }
    context.writeAndFlush(wrapOutboundOut(last), promise: promise)
  }

  /// Takes bytes from the socket, or lets them wait in the kernel, so that the peer is held back.
  func setReading(_ reading: Bool) {
    guard let context, case .open = state else { return }
    try? context.channel.syncOptions?.setOption(.autoRead, value: reading)
  }

  /// Ends the connection in order: what was sent goes out, then a FIN; then waits a moment for the peer's own.
  func finish() {
    guard case .open = state, let context else { return }
    flush()
    setReading(true)
    state = .finishing
    bound(Self.flushLimit, SocketEnding(manner: .reset, byUs: true, text: "the peer did not take what was left to send within 10 s"))
    let promise = context.eventLoop.makePromise(of: Void.self)
    promise.futureResult.assumeIsolated().whenComplete { [self] _ in
      bound(Self.farewellLimit, SocketEnding(manner: .finished, byUs: true, text: "the peer kept its side open for 2 s"))
    }
    context.close(mode: .output, promise: promise)
  }

  /// Leaves the channel to somebody else, with its edge and its TLS; reads nothing more.
  /// - Returns: Nil where it is gone already.
  func handOver() -> (any Channel)? {
    guard case .open = state, let context else { return nil }
    let channel = context.channel
    flush()
    setReading(false)
    state = .gone
    owner = nil
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
    return channel
  }

  /// Ends it at once with an RST.
  func reset() {
    shut(SocketEnding(manner: .reset, byUs: true))
  }

  /// Ends it at once with a FIN.
  func close(_ text: String? = nil) {
    shut(SocketEnding(manner: .finished, byUs: true, text: text))
  }

  private func shut(_ ending: SocketEnding) {
    switch state {
    case .closing, .gone: return
    case .open, .finishing: break
    }
    flush()
    state = .closing(ending)
    limit?.cancel()
    if ending.manner == .reset { edge.reset() } else { edge.close() }
  }

  private func bound(_ time: TimeAmount, _ ending: SocketEnding) {
    guard let context, case .finishing = state else { return }
    limit?.cancel()
    limit = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [self] in
      if case .finishing = state { shut(ending) }
    }
  }

  private func note(_ error: any Error) {
    // The first transport error is the cause; what a closed channel says of later writes is no news.
    if self.error == nil, !(error is ChannelError) { self.error = error }
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    over()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .closing = state { return }
    owner?.socketRead(Self.unwrapInboundIn(data))
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    owner?.socketWritability(context.channel.isWritable)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let secured = event as? TLSHandler.Secured {
      applicationProtocol = secured.applicationProtocol
      owner?.socketSecured()
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    note(error)
    // NIO closes the channel itself after an error of the socket; after one of TLS it is ours to close.
    if case .open = state, !(error is IOError) { context.eventLoop.assumeIsolated().execute { [edge] in edge.close() } }
  }

  func channelInactive(context: ChannelHandlerContext) {
    over()
    context.fireChannelInactive()
  }

  private func over() {
    let ending: SocketEnding
    switch state {
    case .gone: return
    case .closing(let told): ending = told
    case .finishing: ending = SocketEnding(manner: .finished, byUs: true, error: error)
    case .open:
      if let reset = error as? IOError {
        let byPeer = ErrnoName.isReset(reset.errnoCode)
        ending = SocketEnding(manner: .reset, byUs: byPeer ? false : nil, error: reset, text: ErrnoName.describe(reset))
      } else {
        ending = SocketEnding(manner: .finished, byUs: false, error: error, text: error.map { "\($0)" })
      }
    }
    state = .gone
    limit?.cancel()
    limit = nil
    let owner = owner
    self.owner = nil
    owner?.socketClosed(ending)
  }
}
