internal import NIOCore
internal import NIOPosix
internal import Timeline
internal import Wire

/// What clients of such services usually look like: send a chunk, sleep for its length, send the next.
enum SleepingClient {
  static func stream(
    _ chunks: Int, every period: Duration, after pause: Nanoseconds, to port: Int, _ group: MultiThreadedEventLoopGroup
  ) async throws {
    let channel = try await ClientBootstrap(group: group)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
      }
    let request =
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    let chunk = [UInt8](repeating: 0, count: Samples.payloadSize)
    try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: request))
      var answers = inbound.makeAsyncIterator()
      guard try await answers.next() != nil else { throw BenchmarkError("the server gave no answer") }
      try await Task.sleep(for: .nanoseconds(pause))
      for number in 0..<chunks {
        try await outbound.write(ByteBuffer(bytes: Frame(sending: .binary, payload: chunk, maskKey: UInt32(number)).wireBytes))
        try await Task.sleep(for: period)
      }
      try await outbound.write(ByteBuffer(bytes: Frame(sending: .close, payload: [0x03, 0xE8], maskKey: 1).wireBytes))
      while try await answers.next() != nil {}
    }
  }
}
