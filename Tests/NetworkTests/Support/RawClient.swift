import NIOCore
import NIOPosix

/// Sends bytes to a server and reads until it closes.
enum RawClient {
  static func exchange(_ port: Int, _ text: String) async throws -> String {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      var all = ByteBuffer()
      for try await buffer in inbound { all.writeImmutableBuffer(buffer) }
      return String(buffer: all)
    }
  }
}
