package import NIOCore
internal import NIOPosix
internal import Synchronization

/// An HTTP proxy for CONNECT: catches tunnels to some hosts and gives them to a server here, and lets all others through untouched.
package final class ConnectProxy: Sendable {
  /// What became of a request.
  package enum Outcome: Sendable, Equatable {
    case caught(ConnectRequest)
    case passed(ConnectRequest)
    /// No tunnel; why, in words.
    case refused(String)
  }

  package let boundAddress: LabServer.Address
  private let listener: any Channel
  private let open: OpenChannels

  private init(boundAddress: LabServer.Address, listener: any Channel, open: OpenChannels) {
    self.boundAddress = boundAddress
    self.listener = listener
    self.open = open
  }

  /// Listens.
  /// - Parameters:
  ///   - host: An address, or `localhost`.
  ///   - port: 0 takes a free one.
  ///   - server: Takes what is caught, as if the client had called it.
  ///   - upstream: The proxy by which what is let through goes on; nil: straight.
  ///   - catches: Whether a tunnel ends here. Called on the connection's loop.
  ///   - told: Hears of each request.
  package static func start(
    host: String, port: Int, group: any EventLoopGroup, into server: LabServer, upstream: UpstreamProxy? = nil,
    catches: @escaping @Sendable (ConnectRequest) -> Bool,
    told: @escaping @Sendable (Outcome) -> Void = { _ in }
  ) async throws(BindFailure) -> ConnectProxy {
    let address = LabServer.Address(host: host, port: port)
    let open = OpenChannels()
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        open.add(channel)
        return channel.eventLoop.makeCompletedFuture {
          let handler = ConnectHandler(server: server, open: open, upstream: upstream, catches: catches, told: told)
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
    let listener: any Channel
    do { listener = try await bootstrap.bind(host: host == "localhost" ? "127.0.0.1" : host, port: port).get() } catch {
      throw BindFailure(error, address: address.description)
    }
    let bound = LabServer.Address(host: host, port: listener.localAddress?.port ?? port)
    return ConnectProxy(boundAddress: bound, listener: listener, open: open)
  }

  /// Ends the listening and every tunnel; what was caught is the server's to end.
  package func shutdown() async {
    try? await listener.close().get()
    open.closeAll()
  }
}
