import NIOCore
import NIOPosix

/// Sends bytes to a server and reads until it closes.
///
/// All of it happens on the event loop: a test that waits for its turn on a busy machine must not look like a client that says nothing.
enum RawClient {
  /// - Parameters:
  ///   - more: What it says once `cue` has come; nil: it leaves then.
  static func exchange(_ port: Int, _ text: String, then more: String? = nil, after cue: String? = nil) async throws -> String {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let answer = loop.makePromise(of: ByteBuffer.self)
    let connecting = ClientBootstrap(group: loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Exchange(text, more, cue, answer)) }
      }
      .connect(host: "127.0.0.1", port: port)
    connecting.whenFailure { answer.fail($0) }
    return String(buffer: try await answer.futureResult.get())
  }

  /// Says its words as soon as the connection is there, and keeps what comes until it is over.
  private final class Exchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let text: String
    private let more: String?
    private var cue: String?
    private let answer: EventLoopPromise<ByteBuffer>
    private var all = ByteBuffer()

    init(_ text: String, _ more: String?, _ cue: String?, _ answer: EventLoopPromise<ByteBuffer>) {
      self.text = text
      self.more = more
      self.cue = cue
      self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var buffer = unwrapInboundIn(data)
      all.writeBuffer(&buffer)
      guard let waited = cue, String(buffer: all).contains(waited) else { return }
      cue = nil
      if let more { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: more)), promise: nil) } else { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) { answer.succeed(all) }

    /// A server that has said enough may end with bytes of ours unread: what it said before counts.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
