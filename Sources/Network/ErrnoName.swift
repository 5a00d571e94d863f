internal import NIOCore
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The symbolic names of the system's network errors.
enum ErrnoName {
  private static let known: [(code: CInt, name: String)] = [
    (EACCES, "EACCES"), (EADDRINUSE, "EADDRINUSE"), (EADDRNOTAVAIL, "EADDRNOTAVAIL"), (EAFNOSUPPORT, "EAFNOSUPPORT"),
    (ECONNABORTED, "ECONNABORTED"), (ECONNREFUSED, "ECONNREFUSED"), (ECONNRESET, "ECONNRESET"), (EHOSTDOWN, "EHOSTDOWN"),
    (EHOSTUNREACH, "EHOSTUNREACH"), (EINVAL, "EINVAL"), (EMFILE, "EMFILE"), (ENETDOWN, "ENETDOWN"), (ENETUNREACH, "ENETUNREACH"),
    (ENFILE, "ENFILE"), (ENOBUFS, "ENOBUFS"), (ENOTCONN, "ENOTCONN"), (EPERM, "EPERM"), (EPIPE, "EPIPE"), (ETIMEDOUT, "ETIMEDOUT"),
  ]

  /// `ECONNREFUSED`, or `errno 250` for one without a name here.
  static func name(_ errno: CInt) -> String {
    known.first { $0.code == errno }?.name ?? "errno \(errno)"
  }

  /// The system's sentence.
  static func text(_ errno: CInt) -> String { String(cString: strerror(errno)) }

  /// Name and sentence: `ECONNRESET: Connection reset by peer`.
  static func describe(_ error: IOError) -> String { "\(name(error.errnoCode)): \(text(error.errnoCode))" }

  /// Whether the error means that the peer sent an RST.
  static func isReset(_ errno: CInt) -> Bool { errno == ECONNRESET || errno == EPIPE }

  static let connectionReset = ECONNRESET
  static let addressInUse = EADDRINUSE
  static let accessDenied = EACCES
  static let addressNotAvailable = EADDRNOTAVAIL

  /// The name of a resolver's error, `EAI_NONAME` …
  static func resolverName(_ code: CInt) -> String {
    switch code {
    case EAI_NONAME: "EAI_NONAME"
    case EAI_AGAIN: "EAI_AGAIN"
    case EAI_FAIL: "EAI_FAIL"
    case EAI_FAMILY: "EAI_FAMILY"
    case EAI_MEMORY: "EAI_MEMORY"
    case EAI_SERVICE: "EAI_SERVICE"
    case EAI_SYSTEM: "EAI_SYSTEM"
    default: "EAI \(code)"
    }
  }

  static func resolverText(_ code: CInt) -> String { String(cString: gai_strerror(code)) }
}
