internal import NIOCore
internal import NIOPosix

/// TLS in the pipeline of a channel: what lies nearer to the socket sees records, what lies above sees what they protect.
final class TLSHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Fired up the pipeline once: the handshake is done, and the other side is who it should be.
  struct Secured: Sendable {
    var applicationProtocol: String?
  }

  private enum State {
    case handshaking
    /// What the server has shown is looked at elsewhere.
    case judging
    case open
    /// Nothing more goes either way.
    case over
  }

  let engine: TLSEngine
  /// What came of judging the server's certificates; nil where they were not looked at, or not yet.
  private(set) var judgement: CertificateJudge.Judgement?
  private let judge: CertificateJudge?
  private var state = State.handshaking
  /// What is to be sent, until it is flushed behind the handshake.
  private var held: [(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)] = []
  private var isFlushed = false

  /// - Parameter judge: Of the server's certificates, where the engine has them judged.
  init(_ engine: TLSEngine, judge: CertificateJudge? = nil) {
    self.engine = engine
    self.judge = judge
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { goOn(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    goOn(context)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .over = state { return }
    Self.unwrapInboundIn(data).withUnsafeReadableBytes(engine.take)
    switch state {
    case .handshaking: goOn(context)
    case .open: readAll(context)
    case .judging, .over: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    switch state {
    case .handshaking, .judging: fail(.cutOff, context)
    case .open: fail(.unclean, context)
    case .over: break
    }
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { drop() }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .over = state { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
    held.append((Self.unwrapOutboundIn(data), promise))
  }

  func flush(context: ChannelHandlerContext) {
    isFlushed = true
    if case .open = state { sendHeld(context) }
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    if case .open = state, mode != .input {
      sendHeld(context)
      engine.close()
      send(context)
    }
    if mode == .all {
      state = .over
      drop()
    }
    context.close(mode: mode, promise: promise)
  }

  private func goOn(_ context: ChannelHandlerContext) {
    switch engine.shakeHands() {
    case .wantsBytes: send(context)
    case .failed(let fault):
      // The alert that says so.
      send(context)
      fail(fault, context)
    case .toBeJudged(let chain):
      send(context)
      state = .judging
      look(at: chain, context)
    case .done:
      state = .open
      send(context)
      context.fireUserInboundEventTriggered(Secured(applicationProtocol: engine.applicationProtocol))
      if isFlushed { sendHeld(context) }
      readAll(context)
    }
  }

  /// Reading the system's trust takes milliseconds: not on the loop.
  private func look(at chain: [[UInt8]], _ context: ChannelHandlerContext) {
    guard let judge else { return judged(nil, context) }
    let here = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
    NIOThreadPool.singleton.submit { [loop = context.eventLoop] _ in
      let judgement = judge.judgement(on: chain)
      loop.execute { here.value.handler.judged(judgement, here.value.context) }
    }
  }

  private func judged(_ judgement: CertificateJudge.Judgement?, _ context: ChannelHandlerContext) {
    guard case .judging = state else { return }
    self.judgement = judgement
    engine.judged(judgement.map { $0.fault?.number } ?? nil)
    state = .handshaking
    goOn(context)
  }

  private func readAll(_ context: ChannelHandlerContext) {
    while case .open = state {
      switch engine.read() {
      case .bytes(let bytes): context.fireChannelRead(wrapInboundOut(context.channel.allocator.buffer(bytes: bytes)))
      case .wantsBytes: return send(context)
      case .failed(let fault):
        send(context)
        return fail(fault, context)
      case .over:
        // Whoever says close_notify gets one, and nothing behind it is for anybody.
        sendHeld(context)
        engine.close()
        send(context)
        state = .over
        drop()
        context.close(promise: nil)
      }
    }
  }

  private func sendHeld(_ context: ChannelHandlerContext) {
    let batch = held
    held = []
    isFlushed = false
    for (bytes, _) in batch {
      guard let fault = bytes.withUnsafeReadableBytes(engine.write) else { continue }
      for (_, promise) in batch { promise?.fail(fault) }
      return fail(fault, context)
    }
    let promises = batch.compactMap(\.promise)
    guard promises.count > 1 else { return send(context, promises.first) }
    let all = context.eventLoop.makePromise(of: Void.self)
    for promise in promises { all.futureResult.cascade(to: promise) }
    send(context, all)
  }

  /// Sends what the engine has for the network.
  private func send(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>? = nil) {
    let bytes = engine.takeOutgoing()
    guard !bytes.isEmpty || promise != nil else { return }
    context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: promise)
  }

  private func fail(_ fault: TLSFault, _ context: ChannelHandlerContext) {
    state = .over
    drop()
    context.fireErrorCaught(fault)
  }

  /// Nobody will send what is held.
  private func drop() {
    let dropped = held
    held = []
    for (_, promise) in dropped { promise?.fail(ChannelError.ioOnClosedChannel) }
  }
}
