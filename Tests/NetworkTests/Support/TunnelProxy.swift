import NIOCore
import NIOPosix
import Synchronization

/// An HTTP proxy that knows CONNECT only: notes what it was asked, and lets bytes through both ways.
final class TunnelProxy: Sendable {
  let port: Int
  private let listener: any Channel
  private let heads: Heads

  final class Heads: Sendable {
    let all = Mutex<[String]>([])
  }

  /// Every request so far, its head as it came.
  var requests: [String] { heads.all.withLock { $0 } }

  private init(port: Int, listener: any Channel, heads: Heads) {
    self.port = port
    self.listener = listener
    self.heads = heads
  }

  static func start() async throws -> TunnelProxy {
    let heads = Heads()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Front(heads)) }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return TunnelProxy(port: listener.localAddress?.port ?? 0, listener: listener, heads: heads)
  }

  func stop() async { try? await listener.close() }

  /// The side of the client: reads the request, then hands bytes on.
  private final class Front: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let heads: Heads
    var head: [UInt8] = []
    var other: (any Channel)?

    init(_ heads: Heads) { self.heads = heads }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let buffer = Self.unwrapInboundIn(data)
      if let other { return other.writeAndFlush(buffer, promise: nil) }
      head += Array(buffer.readableBytesView)
      guard head.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
      let text = String(decoding: head, as: UTF8.self)
      heads.all.withLock { $0.append(text) }
      let target = text.split(separator: " ").dropFirst().first ?? ""
      let port = target.split(separator: ":").last.flatMap { Int($0) } ?? 0
      let channel = context.channel
      let me = NIOLoopBound(self, eventLoop: context.eventLoop)
      ClientBootstrap(group: context.eventLoop)
        .channelInitializer { back in
          back.eventLoop.makeCompletedFuture { try back.pipeline.syncOperations.addHandler(Back(channel)) }
        }
        .connect(host: "127.0.0.1", port: port)
        .whenSuccess { back in
          me.value.other = back
          channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n"), promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { other?.close(promise: nil) }
  }

  private final class Back: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let front: any Channel

    init(_ front: any Channel) { self.front = front }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { front.writeAndFlush(Self.unwrapInboundIn(data), promise: nil) }

    func channelInactive(context: ChannelHandlerContext) { front.close(promise: nil) }
  }
}
