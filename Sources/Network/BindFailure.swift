internal import NIOCore

/// Why a port could not be listened on: the address, the system's error, and what to do.
package struct BindFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package var address: String
  package var errno: Int32?
  /// `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, `EAI_NONAME`, `BAD_CERTIFICATE` …
  package var code: String
  package var text: String

  package var description: String { text }

  init(address: String, errno: Int32? = nil, code: String, text: String) {
    self.address = address
    self.errno = errno
    self.code = code
    self.text = text
  }

  init(_ error: any Error, address: String) {
    guard let error = error as? IOError else {
      self.init(address: address, code: "BIND", text: "\(address) cannot be listened on: \(error)")
      return
    }
    let advice =
      switch error.errnoCode {
      case ErrnoName.addressInUse: "another program listens there; choose another port, or 0 for a free one"
      case ErrnoName.accessDenied: "ports below 1024 need more rights; choose one above, or 0 for a free one"
      case ErrnoName.addressNotAvailable: "this machine has no such address; use 127.0.0.1, ::1, or 0.0.0.0 for all"
      default: "choose another address or port"
      }
    self.init(
      address: address, errno: error.errnoCode, code: ErrnoName.name(error.errnoCode),
      text: "\(address) cannot be listened on: \(ErrnoName.text(error.errnoCode)) (\(ErrnoName.name(error.errnoCode))); \(advice)")
  }
}
