package import NIOCore
internal import NIOPosix
package import Timeline

/// A listening port whose connections are taken by machines.
package final class LabServer: Sendable {
  /// Where it listens: the address it was given, with the port it got.
  package struct Address: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
  }

  package let boundAddress: Address
  private let listeners: [any Channel]
  private let reception: ConnectionReception

  private init(boundAddress: Address, listeners: [any Channel], reception: ConnectionReception) {
    self.boundAddress = boundAddress
    self.listeners = listeners
    self.reception = reception
  }

  /// Connections open at the moment, with a session or without.
  package var connectionCount: Int { reception.live.count }

  /// Listens.
  /// - Parameters:
  ///   - host: An address, or a name; `localhost` is both 127.0.0.1 and, where there is one, ::1.
  ///   - port: 0 takes a free one.
  ///   - tls: Nil speaks plain HTTP.
  ///   - authority: With it, and without `tls`, the port speaks both: TLS with whoever begins it, under whatever name is asked for.
  ///   - onTrouble: Called for each connection that begins TLS and gets no further, with where it came in.
  ///   - make: Says what becomes of a request; nil answers 404, or 426 to what asks for no WebSocket. Called on the connection's event loop: must not block.
  package static func start(
    host: String, port: Int, tls: ServerTLS? = nil, authority: CertificateAuthority? = nil, group: any EventLoopGroup, clock: RunClock,
    onTrouble: @escaping @Sendable (TLSTrouble, String) -> Void = { _, _ in }, make: @escaping @Sendable (RequestHead) -> Reception?
  ) async throws(BindFailure) -> LabServer {
    let given = Address(host: host, port: port)
    if let fault = tls?.fault {
      throw BindFailure(
        address: given.description, code: "BAD_CERTIFICATE",
        text: "the certificate or key for \(given) cannot be used: \(fault); give both in PEM, the key without a passphrase")
    }
    let reception = ConnectionReception(
      live: LiveConnections(), tls: tls, issued: tls == nil ? authority.map(IssuedTLS.init) : nil, clock: clock,
      onTrouble: onTrouble, make: make)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try reception.receive(channel) }
      }
    let addresses = try await resolve(given)
    do {
      let first = try await bootstrap.bind(to: addresses[0]).get()
      let bound = Address(host: host, port: first.localAddress?.port ?? port)
      var listeners = [first]
      for var other in addresses.dropFirst() {
        other.port = bound.port
        // The second address of `localhost` is a courtesy: many machines have no IPv6.
        if let second = try? await bootstrap.bind(to: other).get() { listeners.append(second) }
      }
      return LabServer(boundAddress: bound, listeners: listeners, reception: reception)
    } catch {
      throw BindFailure(error, address: given.description)
    }
  }

  /// Ends the listening, asks live sessions to finish, waits, then ends what is left at once.
  /// - Parameter patience: How long to wait for them.
  package func shutdown(patience: Nanoseconds = .seconds(5)) async {
    for listener in listeners { try? await listener.close().get() }
    let loop = listeners[0].eventLoop
    let emptied = loop.makePromise(of: Void.self)
    reception.live.close(emptied)
    reception.live.forEach { $0.stop() }
    let limit = loop.scheduleTask(in: .nanoseconds(patience)) { [live = reception.live] in live.forEach { $0.abort() } }
    try? await emptied.futureResult.get()
    limit.cancel()
  }

  /// Takes over a connection that came in elsewhere, as if it had come in here.
  /// - Parameters:
  ///   - channel: With no handlers; call it on its loop.
  ///   - host: Whom the client believes to be talking to.
  ///   - early: What it sent already.
  func adopt(_ channel: any Channel, as host: String, early: ByteBuffer) throws {
    try reception.receive(channel, as: host, early: early)
  }

  private static func resolve(_ address: Address) async throws(BindFailure) -> [SocketAddress] {
    guard (0...65535).contains(address.port) else {
      throw BindFailure(
        address: address.description, code: "BAD_PORT", text: "\(address.port) is no port: allowed are 1 to 65535, and 0 for a free one")
    }
    let names = address.host == "localhost" ? ["127.0.0.1", "::1"] : [address.host]
    let literals = names.compactMap { try? SocketAddress(ipAddress: $0, port: address.port) }
    if !literals.isEmpty { return literals }
    let found = try? await NIOThreadPool.singleton.runIfActive { AddressResolver.lookUp(address.host, address.port) }
    switch found {
    case .success(let addresses) where !addresses.isEmpty: return [addresses[0]]
    case .failure(let failure):
      throw BindFailure(
        address: address.description, errno: failure.errno, code: ErrnoName.resolverName(failure.code),
        text:
          "'\(address.host)' could not be resolved: \(ErrnoName.resolverText(failure.code)); give an address, such as 127.0.0.1 or 0.0.0.0")
    case .success, nil:
      throw BindFailure(address: address.description, code: "EAI_NONAME", text: "'\(address.host)' has no address")
    }
  }
}
