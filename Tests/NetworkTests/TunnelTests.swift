import Glibc
import NIOCore
import NIOPosix
import Network
import Testing
import Timeline

/// What the proxy lets through is untouched: the order of ends too.
@Suite(.timeLimit(.minutes(5)))
struct TunnelTests {
  private let bench = Bench()

  /// Sends something, ends its side, and reads on when it is told to, until the other side ends too.
  private final class Talker: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let count: EventLoopPromise<Int>
    private let seen: NIOLoopBoundBox<(bytes: Int, error: (any Error)?)>
    private let bytes: Int

    /// - Parameter bytes: What it sends once the tunnel is there.
    init(_ loop: any EventLoop, sending bytes: Int, told count: EventLoopPromise<Int>) {
      self.count = count
      self.bytes = bytes
      seen = NIOLoopBoundBox((0, nil), eventLoop: loop)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let buffer = Self.unwrapInboundIn(data)
      defer { seen.value.bytes += buffer.readableBytes }
      guard seen.value.bytes == 0 else { return }
      // The proxy's answer.
      try? context.channel.syncOptions?.setOption(.autoRead, value: false)
      context.write(wrapOutboundOut(ByteBuffer(repeating: 7, count: bytes)), promise: nil)
      context.flush()
      context.close(mode: .output, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      seen.value.error = error
      context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
      if let error = seen.value.error { count.fail(error) } else { count.succeed(seen.value.bytes) }
    }
  }

  /// Answers once the other side has ended: with bytes, or with a reset.
  private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let bytes: Int?
    private var got = 0

    init(bytes: Int?) { self.bytes = bytes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { got += Self.unwrapInboundIn(data).readableBytes }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      guard let event = event as? ChannelEvent, event == .inputClosed else { return }
      guard let bytes else {
        let channel = context.channel
        guard let options = channel as? any SocketOptionProvider else { return }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
        return
      }
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(repeating: 9, count: bytes + got))).whenComplete { _ in channel.close(promise: nil) }
    }
  }

  /// - Returns: What came back through the tunnel, the proxy's answer included.
  private func received(sending bytes: Int, answer: Int?) async throws -> Int {
    let server = try await LabServer.start(host: "127.0.0.1", port: 0, group: bench.group, clock: bench.clock) { _ in nil }
    let proxy = try await ConnectProxy.start(host: "127.0.0.1", port: 0, group: bench.group, into: server, catches: { _ in false })
    let loop = bench.group.next()
    let answered = loop.makePromise(of: Void.self)
    let far = try await ServerBootstrap(group: bench.group)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.closeFuture.cascade(to: answered)
        return channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Answerer(bytes: answer)) }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let count = loop.makePromise(of: Int.self)
    let near = try await ClientBootstrap(group: loop)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Talker(channel.eventLoop, sending: bytes, told: count))
        }
      }
      .connect(host: "127.0.0.1", port: proxy.boundAddress.port).get()
    answered.futureResult.whenComplete { _ in _ = near.setOption(.autoRead, value: true) }
    let request = ConnectRequest(host: "127.0.0.1", port: far.localAddress?.port ?? 0)
    try await near.writeAndFlush(ByteBuffer(string: "CONNECT \(request) HTTP/1.1\r\n\r\n"))
    let result = await count.futureResult.result()
    try await far.close()
    await proxy.shutdown()
    await server.shutdown()
    return try result.get()
  }

  /// More than the kernel takes at once, behind the end of the other direction, for a client that reads when all is said: nothing of it is lost.
  @Test func whatComesAfterTheClientsEndArrives() async throws {
    let agreed = "HTTP/1.1 200 Connection established\r\n\r\n".utf8.count
    let got = try await received(sending: 3_000_000, answer: 77_000_000)
    #expect(got == agreed + 80_000_000, "\(got)")
  }

  @Test func aResetIsAReset() async throws {
    let error = await #expect(throws: IOError.self) { try await received(sending: 10, answer: nil) }
    #expect(error?.errnoCode == ECONNRESET)
  }
}

extension EventLoopFuture where Value: Sendable {
  fileprivate func result() async -> Result<Value, any Error> {
    do { return .success(try await get()) } catch { return .failure(error) }
  }
}
