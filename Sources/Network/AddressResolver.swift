internal import NIOCore
internal import NIOPosix
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Why a name has no address, in the resolver's own code.
struct ResolveFailure: Error {
  /// One of `EAI_…`.
  var code: CInt
  /// The errno behind `EAI_SYSTEM`.
  var errno: CInt?
}

/// Finds the addresses of a host with `getaddrinfo`, off the event loop, and keeps its error code (NIO's own resolver loses it).
final class AddressResolver: Resolver, Sendable {
  private let ipv4: EventLoopPromise<[SocketAddress]>
  private let ipv6: EventLoopPromise<[SocketAddress]>

  init(loop: any EventLoop) {
    ipv4 = loop.makePromise()
    ipv6 = loop.makePromise()
  }

  func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
    // One lookup answers both queries; NIO asks for IPv6 first.
    NIOThreadPool.singleton.submit { [ipv4, ipv6] _ in
      switch Self.lookUp(host, port) {
      case .success(let addresses):
        ipv6.succeed(addresses.filter { $0.protocol == .inet6 })
        ipv4.succeed(addresses.filter { $0.protocol == .inet })
      case .failure(let failure):
        ipv6.fail(failure)
        ipv4.fail(failure)
      }
    }
    return ipv6.futureResult
  }

  func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { ipv4.futureResult }

  func cancelQueries() {}

  static func lookUp(_ host: String, _ port: Int) -> Result<[SocketAddress], ResolveFailure> {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &list)
    guard status == 0 else { return .failure(ResolveFailure(code: status, errno: status == EAI_SYSTEM ? errno : nil)) }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next {
      next = entry.pointee.ai_next
      guard let address = entry.pointee.ai_addr else { continue }
      switch entry.pointee.ai_family {
      case AF_INET:
        addresses.append(address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee, host: host) })
      case AF_INET6:
        addresses.append(address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee, host: host) })
      default: break
      }
    }
    return .success(addresses)
  }
}
