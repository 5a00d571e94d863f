package import NIOCore
internal import NIOPosix

/// Asks whether somebody takes connections at a place.
package enum PortProbe {
  /// Opens a TCP connection and ends it again.
  package static func accepts(_ endpoint: Endpoint, group: any EventLoopGroup) async -> Bool {
    let loop = group.next()
    let bootstrap = ClientBootstrap(group: loop).connectTimeout(.seconds(1))
    let called =
      if let literal = try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port) {
        bootstrap.connect(to: literal)
      } else {
        bootstrap.resolver(AddressResolver(loop: loop)).connect(host: endpoint.host, port: endpoint.port)
      }
    guard let channel = try? await called.get() else { return false }
    try? await channel.close()
    return true
  }
}
