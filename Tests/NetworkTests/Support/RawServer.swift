import Digest
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A TCP server that answers with bytes a test gives it, legal or not.
final class RawServer: Sendable {
  enum Step: Sendable {
    case write([UInt8])
    /// Each byte in a segment of its own.
    case trickle([UInt8])
    case finish, reset
    case startReading
  }

  enum Begin { case atOnce, afterBytes, afterRequest }

  let port: Int
  private let listener: any Channel
  private let log: Log

  final class Log: Sendable {
    let bytes = Mutex<[UInt8]>([])
    let channels = Mutex<[any Channel]>([])
    let asked: AsyncStream<Void>
    let askedContinuation: AsyncStream<Void>.Continuation
    init() { (asked, askedContinuation) = AsyncStream.makeStream() }
  }

  /// All that came so far, of all connections.
  var received: [UInt8] { log.bytes.withLock { $0 } }
  /// One element for each complete request.
  var requests: AsyncStream<Void> { log.asked }

  private init(port: Int, listener: any Channel, log: Log) {
    self.port = port
    self.listener = listener
    self.log = log
  }

  /// - Parameters:
  ///   - reading: False leaves what comes behind the request in the kernel.
  ///   - staying: It leaves its side open after the client's FIN.
  static func start(
    _ begin: Begin = .afterRequest, reading: Bool = true, staying: Bool = false, _ steps: @escaping @Sendable (_ request: String) -> [Step]
  ) async throws -> RawServer {
    let log = Log()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: staying)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          log.channels.withLock { $0.append(channel) }
          try channel.pipeline.syncOperations.addHandler(Handler(begin, reading, log, steps))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return RawServer(port: listener.localAddress?.port ?? 0, listener: listener, log: log)
  }

  func stop() async {
    try? await listener.close()
    for channel in log.channels.withLock({ $0 }) { try? await channel.close() }
  }

  /// Carries out more steps on every open connection.
  func go(_ steps: [Step]) {
    for channel in log.channels.withLock({ $0 }) where channel.isActive {
      channel.eventLoop.execute { perform(steps, on: channel) }
    }
  }

  /// A correct 101 to a request, with more headers and bytes behind it.
  static func switching(_ request: String, headers: [String] = [], behind: [UInt8] = []) -> [UInt8] {
    let key = request.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") }?.dropFirst(19) ?? ""
    let lines =
      [
        "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Accept: \(WebSocketAccept.key(for: String(key)))",
      ]
      + headers + ["", ""]
    return Array(lines.joined(separator: "\r\n").utf8) + behind
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    let begin: Begin
    let reading: Bool
    let log: Log
    let steps: @Sendable (String) -> [Step]
    var collected: [UInt8] = []
    var hasAnswered = false

    init(_ begin: Begin, _ reading: Bool, _ log: Log, _ steps: @escaping @Sendable (String) -> [Step]) {
      self.begin = begin
      self.reading = reading
      self.log = log
      self.steps = steps
    }

    func channelActive(context: ChannelHandlerContext) {
      if begin == .atOnce { perform(steps(""), on: context.channel) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let bytes = Array(Self.unwrapInboundIn(data).readableBytesView)
      log.bytes.withLock { $0 += bytes }
      collected += bytes
      guard begin != .atOnce, !hasAnswered, begin == .afterBytes || collected.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
      hasAnswered = true
      if !reading { context.channel.setOption(.autoRead, value: false).whenFailure { _ in } }
      log.askedContinuation.yield()
      perform(steps(String(decoding: collected, as: UTF8.self)), on: context.channel)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}

private func perform(_ steps: [RawServer.Step], on channel: any Channel) {
  for step in steps {
    switch step {
    case .write(let bytes): channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    case .trickle(let bytes): for byte in bytes { channel.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil) }
    case .finish: channel.close(mode: .output, promise: nil)
    case .startReading: channel.setOption(.autoRead, value: true).whenFailure { _ in }
    case .reset:
      (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
  }
}
