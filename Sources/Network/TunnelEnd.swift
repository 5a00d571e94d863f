internal import NIOCore
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
  private var context: ChannelHandlerContext?
  private var wantsToRead = false
  /// Nothing more goes out here. The kernel tells of a connection that is over in both directions at once, whatever of it is still unread, and
  /// what is not read then is lost: so from now on it is read as it comes.
  private var ended: EventLoopFuture<Void>?

  static func pair() -> (TunnelEnd, TunnelEnd) {
    let (one, two) = (TunnelEnd(), TunnelEnd())
    (one.other, two.other) = (two, one)
    return (one, two)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { other?.context?.write(data, promise: nil) }

  func channelReadComplete(context: ChannelHandlerContext) {
    other?.context?.flush()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if ended != nil || other?.context?.channel.isWritable ?? true {
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
    context.read()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ChannelEvent, event == .inputClosed { other?.finish() }
    context.fireUserInboundEventTriggered(event)
  }

  /// The end of the stream, behind what was written.
  private func finish() {
    guard let context, ended == nil else { return }
    let out = context.eventLoop.makePromise(of: Void.self)
    ended = out.futureResult
    context.flush()
    context.close(mode: .output, promise: out)
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
    if error is IOError { other?.reset() }
    context.close(promise: nil)
  }

  private func reset() {
    guard let channel = context?.channel else { return }
    guard let options = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
    // SO_LINGER with a time of 0: the end is a reset (RFC 9293 §3.6).
    options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    other?.leave()
    context.fireChannelInactive()
  }
}
