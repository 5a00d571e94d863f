internal import NIOCore
internal import Timeline

/// What a server does with each connection that it gets.
struct ConnectionReception: Sendable {
  let live: LiveConnections
  /// TLS from the first byte on; nil: plain HTTP, or as `issued` says.
  let tls: ServerTLS?
  /// TLS with whoever begins it; nil: none.
  let issued: IssuedTLS?
  let clock: RunClock
  /// With where the connection came in.
  let onTrouble: @Sendable (TLSTrouble, String) -> Void
  let make: @Sendable (RequestHead) -> Reception?

  /// Call it on the channel's loop.
  /// - Parameters:
  ///   - host: Whom the client believes to be talking to; nil: the address that it called.
  ///   - early: What it sent already.
  func receive(_ channel: any Channel, as host: String? = nil, early: ByteBuffer = ByteBuffer()) throws {
    guard let number = live.number() else {
      channel.close(promise: nil)
      return
    }
    let socket = try Socket.install(on: channel, tls: tls?.handler())
    let called = host ?? channel.localAddress?.ipAddress ?? "localhost"
    let place = host.map { "\($0) (by the proxy)" } ?? Endpoint(scheme: .ws, host: called, port: channel.localAddress?.port ?? 0).authority
    let greeter = Greeter(
      socket: socket, loop: channel.eventLoop, clock: clock, make: make,
      secure: issued.map { issued in { try issued.handler(for: called) } }, onTrouble: { [onTrouble] in onTrouble($0, place) }
    ) { live.remove(number) }
    live.add(NIOLoopBound(greeter, eventLoop: channel.eventLoop), as: number)
    if early.readableBytes > 0 { socket.edge.replay(early) }
  }
}
