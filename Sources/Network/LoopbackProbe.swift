package import NIOCore
internal import NIOPosix
package import Timeline

/// Sends a piece of audio's size to an echo on this machine, over TCP, and waits for it, again and again.
package enum LoopbackProbe {
  /// 1024 samples of two bytes: a chunk of the default profile.
  private static let size = 2048
  /// All of it takes a few milliseconds where the loopback works at all.
  private static let patience = TimeAmount.seconds(5)

  /// - Returns: The time of each round trip.
  /// - Throws: What stands in the way: no address 127.0.0.1, no free port, a filter.
  package static func roundTrips(count: Int, clock: RunClock, on loop: any EventLoop) async throws -> [Nanoseconds] {
    let echo = try await ServerBootstrap(group: loop)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Echo()) }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    defer { echo.close(promise: nil) }
    guard let address = echo.localAddress else { throw ChannelError.unknownLocalAddress }
    let result = loop.makePromise(of: [Nanoseconds].self)
    let limit = loop.scheduleTask(in: patience) { result.fail(ChannelError.connectTimeout(patience)) }
    defer { limit.cancel() }
    let client = ClientBootstrap(group: loop)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Caller(rounds: count, size: size, clock: clock, result: result))
        }
      }
    do {
      let channel = try await client.connect(to: address).get()
      defer { channel.close(promise: nil) }
      return try await result.futureResult.get()
    } catch {
      result.fail(error)
      throw error
    }
  }

  private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      context.writeAndFlush(data, promise: nil)
    }
  }

  private final class Caller: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let rounds: Int
    private let size: Int
    private let clock: RunClock
    private let result: EventLoopPromise<[Nanoseconds]>
    private var times: [Nanoseconds] = []
    private var sentAt = Nanoseconds(0)
    private var missing = 0

    init(rounds: Int, size: Int, clock: RunClock, result: EventLoopPromise<[Nanoseconds]>) {
      self.rounds = rounds
      self.size = size
      self.clock = clock
      self.result = result
    }

    func channelActive(context: ChannelHandlerContext) { send(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      missing -= unwrapInboundIn(data).readableBytes
      guard missing <= 0 else { return }
      times.append(clock.now() - sentAt)
      if times.count < rounds { send(context) } else { result.succeed(times) }
    }

    func channelInactive(context: ChannelHandlerContext) { result.fail(ChannelError.eof) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      result.fail(error)
      context.close(promise: nil)
    }

    private func send(_ context: ChannelHandlerContext) {
      missing = size
      sentAt = clock.now()
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(repeating: 0, count: size)), promise: nil)
    }
  }
}
