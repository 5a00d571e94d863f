import Glibc

/// Ports on the loopback that nobody uses, each given out once.
actor FreePorts {
  struct Failure: Error {
    let call: String
    let code: Int32
  }

  static let shared = FreePorts()

  private var given: Set<Int> = []

  func next() throws -> Int {
    while true {
      let port = try Self.ask()
      if given.insert(port).inserted { return port }
    }
  }

  /// Has the kernel choose, and lets go of it again.
  private static func ask() throws -> Int {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Failure(call: "socket", code: errno) }
    defer { close(socket) }
    var address = sockaddr_in.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
      }
    }
    guard bound else { throw Failure(call: "bind", code: errno) }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}

extension sockaddr_in {
  static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// Whether somebody listens there.
  var answers: Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return false }
    defer { close(socket) }
    var address = self
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
    }
  }
}
