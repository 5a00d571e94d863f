internal import CLibcrypto
internal import CLibssl

/// One side of TLS on one connection, spoken by OpenSSL: the network's bytes go in and come out, and so do those that it protects.
///
/// No socket and no clock. Everything is called from one thread at a time.
final class TLSEngine {
  enum Side {
    /// Whoever dials.
    /// - serverName: Goes out as SNI; nil where the server is an address (RFC 6066 §3).
    /// - identity: Is shown where the server asks for it.
    /// - isJudged: The server's certificates are asked to be judged (`Handshake.toBeJudged`); else they are not looked at.
    case client(serverName: String?, identity: TLSIdentity?, isJudged: Bool)
    /// Whoever listens: what to show to a client that names this server, or none.
    case server(identity: (_ asked: String?) -> TLSIdentity?)
  }

  /// How far the handshake has got.
  enum Handshake {
    case done
    case wantsBytes
    /// Judge what the server has shown, in DER, its own first; say so with `judged`, and go on.
    case toBeJudged([[UInt8]])
    case failed(TLSFault)
  }

  enum Reading {
    case bytes(ArraySlice<UInt8>)
    case wantsBytes
    /// The other side will send nothing more: close_notify.
    case over
    case failed(TLSFault)
  }

  enum Verdict { case none, holds, fails(CInt) }

  /// What is written of one record at most, and read at once (RFC 8446 §5.1).
  private static let recordLength = 16_384

  let context: OpaquePointer
  let ssl: OpaquePointer
  let side: Side
  /// Both are the SSL's, and freed with it.
  private let incoming: OpaquePointer
  private let outgoing: OpaquePointer
  private var plain = [UInt8](repeating: 0, count: recordLength)
  private(set) var verdict = Verdict.none
  /// What the server has shown, in DER, its own first.
  var shown: [[UInt8]] = []
  /// The server has asked for the client's certificate.
  var isAskedForCertificate = false

  init(_ side: Side) throws(TLSFault) {
    ERR_clear_error()
    let isClient = if case .client = side { true } else { false }
    guard let context = SSL_CTX_new(isClient ? TLS_client_method() : TLS_server_method()) else { throw .taken() }
    guard let ssl = SSL_new(context), let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem()) else {
      SSL_CTX_free(context)
      throw .taken()
    }
    SSL_set_bio(ssl, incoming, outgoing)
    (self.context, self.ssl, self.incoming, self.outgoing, self.side) = (context, ssl, incoming, outgoing, side)
    try prepare()
  }

  deinit {
    SSL_free(ssl)
    SSL_CTX_free(context)
  }

  /// What came from the network.
  func take(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    // A BIO in memory takes all that it is given.
    BIO_write(incoming, base, CInt(clamping: bytes.count))
  }

  /// What must go out to the network now.
  func takeOutgoing() -> [UInt8] {
    let waiting = BIO_ctrl_pending(outgoing)
    guard waiting > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: waiting) { buffer, count in
      count = Int(max(0, BIO_read(outgoing, buffer.baseAddress, CInt(clamping: waiting))))
    }
  }

  /// Begins the handshake, or goes on with it.
  func shakeHands() -> Handshake {
    ERR_clear_error()
    let result = SSL_do_handshake(ssl)
    if result == 1 { return .done }
    switch SSL_get_error(ssl, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wantsBytes
    case SSL_ERROR_WANT_RETRY_VERIFY: return .toBeJudged(shown)
    default: return .failed(.taken())
    }
  }

  /// - Parameter error: Nil: the server's certificates hold; else what is wrong with them, as OpenSSL numbers it (`X509_V_ERR_…`): it says by
  ///   which alert the server learns of it.
  func judged(_ error: CInt?) { verdict = error.map { .fails($0) } ?? .holds }

  /// The next of what the other side has sent under TLS.
  func read() -> Reading {
    ERR_clear_error()
    let count = SSL_read(ssl, &plain, CInt(plain.count))
    if count > 0 { return .bytes(plain[..<Int(count)]) }
    switch SSL_get_error(ssl, count) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wantsBytes
    case SSL_ERROR_ZERO_RETURN: return .over
    default: return .failed(.taken())
    }
  }

  /// Protects bytes; they go out with `takeOutgoing`. Only behind the handshake.
  /// - Returns: Why it can't; nil where it has.
  func write(_ bytes: UnsafeRawBufferPointer) -> TLSFault? {
    var rest = bytes[...]
    while !rest.isEmpty {
      ERR_clear_error()
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(CInt.max)))
      let count = SSL_write(ssl, part.baseAddress, CInt(part.count))
      guard count > 0 else { return .taken() }
      rest = rest.dropFirst(Int(count))
    }
    return nil
  }

  /// Says close_notify. What the other side still sends can be read.
  func close() {
    ERR_clear_error()
    SSL_shutdown(ssl)
    ERR_clear_error()
  }

  /// `TLS 1.3`.
  var version: String {
    switch SSL_version(ssl) {
    case TLS1_3_VERSION: "TLS 1.3"
    case TLS1_2_VERSION: "TLS 1.2"
    default: String(cString: SSL_get_version(ssl))
    }
  }

  /// What ALPN gave (RFC 7301); nil where nothing was agreed on.
  var applicationProtocol: String? {
    var name: UnsafePointer<UInt8>?
    var count: CUnsignedInt = 0
    SSL_get0_alpn_selected(ssl, &name, &count)
    guard let name, count > 0 else { return nil }
    return String(decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
  }
}
