internal import NIOCore
internal import Timeline
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One end of a tunnel: hands on what comes, its end of stream and its reset, and reads no faster than the other end can write.
final class TunnelEnd: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer

  private weak var other: TunnelEnd?
  /// Sees what comes in here, and may hold it back; nil: nobody does.
  private let watch: (any TunnelWatch)?
  private var context: ChannelHandlerContext?
  private var wantsToRead = false
  /// Nothing more goes out here. The kernel tells of a connection that is over in both directions at once, whatever of it is still unread, and
  /// what is not read then is lost: so from now on it is read as it comes.
  private var ended: EventLoopFuture<Void>?
  /// How long bytes wait in the kernel before the recorder is asked again whether it has caught up.
  private static let recorderPause = TimeAmount.milliseconds(5)

  init(watch: (any TunnelWatch)? = nil) { self.watch = watch }

  /// - Parameters:
  ///   - near: Sees what comes in at the first end.
  ///   - far: Sees what comes in at the second.
  static func pair(near: (any TunnelWatch)? = nil, far: (any TunnelWatch)? = nil) -> (TunnelEnd, TunnelEnd) {
    let (one, two) = (TunnelEnd(watch: near), TunnelEnd(watch: far))
    (one.other, two.other) = (two, one)
    return (one, two)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let watch else {
      other?.context?.write(data, promise: nil)
      return
    }
    guard let bytes = watch.came(Self.unwrapInboundIn(data)) else { return }
    other?.context?.write(NIOAny(bytes), promise: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    other?.context?.flush()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if let watch, watch.isBehind, ended == nil {
      wantsToRead = true
      context.eventLoop.assumeIsolated().scheduleTask(in: Self.recorderPause) { [self] in goOn() }
    } else if ended != nil || other?.context?.channel.isWritable ?? true {
      context.read()
    } else {
      wantsToRead = true
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { other?.goOn() }
    context.fireChannelWritabilityChanged()
  }

  private func goOn() {
    guard wantsToRead, let context else { return }
    wantsToRead = false
    read(context: context)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ChannelEvent, event == .inputClosed {
      watch?.ended(.finished)
      other?.finish()
    }
    context.fireUserInboundEventTriggered(event)
  }

  /// The end of the stream, behind what was written.
  private func finish() {
    guard let context, ended == nil else { return }
    let channel = context.channel
    let written = context.eventLoop.makePromise(of: Void.self)
    let out = context.eventLoop.makePromise(of: Void.self)
    ended = out.futureResult
    // Nothing of it is closed before all is out: where the other direction is over, the library makes "no more output" the end of the socket,
    // and of what waits for it.
    written.futureResult.whenComplete { _ in channel.close(mode: .output, promise: out) }
    context.writeAndFlush(NIOAny(ByteBuffer()), promise: written)
    goOn()
  }

  /// What was handed on and is not yet out still goes out; what comes after that has nowhere to go.
  private func leave() {
    guard let channel = context?.channel else { return }
    finish()
    ended?.whenComplete { _ in
      channel.eventLoop.scheduleTask(in: Socket.farewellLimit) { channel.close(promise: nil) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let reset = error as? IOError {
      watch?.ended(.reset, ErrnoName.describe(reset))
      other?.reset()
    }
    context.close(promise: nil)
  }

  private func reset() {
    guard let channel = context?.channel else { return }
    guard let options = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
    // SO_LINGER with a time of 0: the end is a reset (RFC 9293 §3.6).
    options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    if ended == nil { watch?.ended(.finished) }
    other?.leave()
    context.fireChannelInactive()
  }
}
