/// What went wrong on a connection that began with TLS, before any request.
package enum TLSTrouble: Sendable, Equatable {
  /// The port speaks plain HTTP only.
  case notSpoken
  /// The handshake was not completed; why, in words.
  case brokenOff(String)

  init(_ ending: SocketEnding) {
    let cutOff = "the client closed the connection in the midst of the handshake"
    guard let fault = ending.error as? TLSFault else {
      self = .brokenOff(ending.text ?? "the client closed the connection")
      return
    }
    switch fault.kind {
    // What the client says of it (RFC 8446 §6.2).
    case .alert(let name): self = .brokenOff("TLS alert \(name)")
    case .cutOff, .unclean: self = .brokenOff(cutOff)
    case .oldProtocol, .other: self = .brokenOff(fault.description)
    }
  }
}
