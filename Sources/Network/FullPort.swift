package import NIOCore
internal import NIOPosix

/// A port that answers nobody, as one behind a firewall that drops packets: connecting to it times out.
///
/// It listens with the shortest queue there is, takes nobody out of it, and fills it itself: the system drops what comes on top (Linux,
/// `listen(2)`).
package struct FullPort: Sendable {
  package let port: Int
  private let listener: any Channel
  private let occupant: any Channel

  package static func open(host: String, group: any EventLoopGroup) async throws(BindFailure) -> FullPort {
    do {
      let listener = try await ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 0)
        .serverChannelOption(.autoRead, value: false)
        .bind(host: host, port: 0).get()
      let port = listener.localAddress?.port ?? 0
      let occupant = try await ClientBootstrap(group: group).connect(host: host, port: port).get()
      return FullPort(port: port, listener: listener, occupant: occupant)
    } catch {
      throw BindFailure(error, address: "\(host):0")
    }
  }

  package func close() async {
    for channel in [occupant, listener] { try? await channel.close().get() }
  }
}
