internal import NIOCore
internal import NIOPosix
internal import Timeline

/// Turns NIO's errors of resolving and connecting into the value that is recorded.
enum ConnectFailure {
  /// The resolver knows no address of a name, and says why.
  static func unresolved(_ failure: ResolveFailure, _ endpoint: Endpoint) -> ConnectionFailure {
    ConnectionFailure(
      stage: .resolve, address: endpoint.authority, errno: failure.errno, code: ErrnoName.resolverName(failure.code),
      text: "'\(endpoint.host)' could not be resolved: \(ErrnoName.resolverText(failure.code))")
  }

  /// The name is there, and nothing stands under it.
  static func withoutAddress(_ endpoint: Endpoint) -> ConnectionFailure {
    ConnectionFailure(stage: .resolve, address: endpoint.authority, code: "EAI_NONAME", text: "'\(endpoint.host)' has no address")
  }

  static func make(_ error: any Error, endpoint: Endpoint, timeout: Nanoseconds) -> ConnectionFailure {
    let place = endpoint.authority
    guard let connection = error as? NIOConnectionError else { return single(error, address: place, timeout: timeout) }
    if connection.connectionErrors.isEmpty {
      if let failure = (connection.dnsAError ?? connection.dnsAAAAError) as? ResolveFailure {
        return unresolved(failure, endpoint)
      }
      return withoutAddress(endpoint)
    }
    let tried = connection.connectionErrors.map { text($0.target) }.joined(separator: ", ")
    // The last is the one that decided it: the others were tried before and passed over.
    let last = connection.connectionErrors[connection.connectionErrors.count - 1].error
    return single(last, address: "\(place) (\(tried))", timeout: timeout)
  }

  private static func single(_ error: any Error, address: String, timeout: Nanoseconds) -> ConnectionFailure {
    let fail = { (errno: Int32?, code: String, text: String) in
      ConnectionFailure(stage: .connect, address: address, errno: errno, code: code, text: text)
    }
    switch error {
    case let error as IOError:
      return fail(error.errnoCode, ErrnoName.name(error.errnoCode), "\(address) could not be reached: \(ErrnoName.text(error.errnoCode))")
    case ChannelError.connectTimeout:
      return fail(nil, "TIMEOUT", "\(address) did not take the connection within \(timeout.seconds) s")
    default: return fail(nil, "CONNECT", "\(address) could not be reached: \(error)")
    }
  }

  /// `127.0.0.1:80`, `[::1]:80`.
  static func text(_ address: SocketAddress) -> String {
    let host = address.ipAddress ?? "?"
    return host.contains(":") ? "[\(host)]:\(address.port ?? 0)" : "\(host):\(address.port ?? 0)"
  }
}
