package import Glibc

/// Ports on the loopback that nobody uses, each given out once, of those that the system gives to nobody who asks for any: they stay free until a
/// program listens there.
package actor FreePorts {
  struct Failure: Error {
    let call: String
    let code: Int32
  }

  package static let shared = FreePorts()

  private var given: Set<Int> = []

  package func next() throws -> Int {
    while true {
      let port = Int.random(in: 10_000..<20_000)
      if given.insert(port).inserted, try Self.isFree(port) { return port }
    }
  }

  /// Takes it, and lets go of it again.
  private static func isFree(_ port: Int) throws -> Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Failure(call: "socket", code: errno) }
    defer { close(socket) }
    var address = sockaddr_in.loopback(port: port)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
    }
    guard bound || errno == EADDRINUSE else { throw Failure(call: "bind", code: errno) }
    return bound
  }
}

extension sockaddr_in {
  package static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// Whether somebody listens there.
  package var answers: Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return false }
    defer { close(socket) }
    var address = self
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
    }
  }
}
