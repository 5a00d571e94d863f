internal import NIOCore
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The handler next to the socket, below TLS: closes without TLS's farewell, and keeps the first bytes that came.
final class EdgeHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var context: ChannelHandlerContext?
  /// As they came from the socket: where TLS fails, they show what the peer speaks instead.
  private(set) var firstBytes: [UInt8] = []

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  /// Begins anew: what came so far was a proxy's.
  func forgetFirstBytes() { firstBytes = [] }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if firstBytes.count < 64 {
      firstBytes.append(contentsOf: Self.unwrapInboundIn(data).readableBytesView.prefix(64 - firstBytes.count))
    }
    context.fireChannelRead(data)
  }

  /// Hands bytes on as if they came from the socket now.
  func replay(_ bytes: ByteBuffer) {
    guard let context else { return }
    channelRead(context: context, data: NIOAny(bytes))
    context.fireChannelReadComplete()
  }

  /// Closes the socket; what was flushed and fits the kernel's buffer still goes out, then a FIN.
  func close() {
    context?.close(promise: nil)
  }

  /// Closes the socket with an RST: SO_LINGER with a time of 0 (RFC 9293 §3.6, "abort").
  func reset() {
    if let options = context?.channel as? any SocketOptionProvider {
      options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { [self] _ in close() }
    } else {
      close()
    }
  }
}
