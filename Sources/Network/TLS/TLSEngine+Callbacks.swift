internal import CLibcrypto
internal import CLibssl

/// What OpenSSL is told before the handshake, and what it asks in the midst of it.
extension TLSEngine {
  /// `http/1.1`, as ALPN lists it (RFC 7301 §3.1): behind its length.
  private static let http: [UInt8] = [8] + Array("http/1.1".utf8)

  func prepare() throws(TLSFault) {
    // What is older, browsers refuse too (RFC 8996).
    guard sttcheck_ssl_set_min_version(ssl, TLS1_2_VERSION) == 1 else { throw .taken() }
    sttcheck_ssl_forbid_renegotiation(ssl)
    // OpenSSL calls back in the midst of our own calls alone, while the engine lives.
    let engine = Unmanaged.passUnretained(self).toOpaque()
    SSL_set_cert_cb(ssl, { _, engine in TLSEngine.this(engine)?.showCertificate() == true ? 1 : 0 }, engine)
    switch side {
    case .client(let serverName, let identity, let isJudged):
      SSL_set_connect_state(ssl)
      if let serverName, sttcheck_ssl_set_server_name(ssl, serverName) != 1 { throw .taken() }
      // Here 0 is success.
      guard SSL_set_alpn_protos(ssl, Self.http, CUnsignedInt(Self.http.count)) == 0 else { throw .taken() }
      if let identity { try use(identity) }
      guard isJudged else { return }
      SSL_set_verify(ssl, SSL_VERIFY_PEER, nil)
      SSL_CTX_set_cert_verify_callback(context, { store, engine in TLSEngine.this(engine)?.verify(store) ?? 0 }, engine)
    case .server:
      SSL_set_accept_state(ssl)
      // Nobody comes back for a session, and a ticket that a client has not read turns its FIN into an RST.
      SSL_set_num_tickets(ssl, 0)
      SSL_CTX_set_alpn_select_cb(
        context,
        { _, chosen, length, offered, count, _ in
          // Where nothing fits, the client goes on without ALPN.
          guard let offered, let place = TLSEngine.http(in: UnsafeBufferPointer(start: offered, count: Int(count))) else {
            return SSL_TLSEXT_ERR_NOACK
          }
          chosen?.pointee = offered + place
          length?.pointee = UInt8(TLSEngine.http.count - 1)
          return SSL_TLSEXT_ERR_OK
        }, nil)
    }
  }

  /// Makes this side the owner of a chain.
  private func use(_ identity: TLSIdentity) throws(TLSFault) {
    guard SSL_use_certificate(ssl, identity.certificates[0]) == 1, SSL_use_PrivateKey(ssl, identity.key) == 1 else { throw .taken() }
    for further in identity.certificates.dropFirst() {
      guard sttcheck_ssl_add_chain_certificate(ssl, further) == 1 else { throw .taken() }
    }
  }

  /// - Throws: Why OpenSSL would not serve with it.
  static func check(_ identity: TLSIdentity) throws(TLSFault) { try TLSEngine(.server { _ in nil }).use(identity) }

  /// A client is asked for its certificate, or a server has heard which name its client wants.
  private func showCertificate() -> Bool {
    switch side {
    case .client:
      isAskedForCertificate = true
      return true
    case .server(let identity):
      let asked = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name).map { String(cString: $0) }
      guard let shown = identity(asked) else { return false }
      return (try? use(shown)) != nil
    }
  }

  /// - Returns: 1 to go on (or, the first time, to wait for a verdict), 0 to end the handshake.
  private func verify(_ store: OpaquePointer?) -> CInt {
    switch verdict {
    case .none:
      let chain = X509_STORE_CTX_get0_untrusted(store)
      shown = (0..<max(0, OPENSSL_sk_num(chain))).map { Self.der(OPENSSL_sk_value(chain, $0).map { OpaquePointer($0) }) }
      return sttcheck_ssl_wait_for_verdict(ssl)
    case .holds: return 1
    case .fails(let error):
      X509_STORE_CTX_set_error(store, error)
      return 0
    }
  }

  /// - Returns: Nothing where it can't be encoded: no judge takes that.
  private static func der(_ certificate: OpaquePointer?) -> [UInt8] {
    let count = i2d_X509(certificate, nil)
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
      var end = buffer.baseAddress
      filled = Int(max(0, i2d_X509(certificate, &end)))
    }
  }

  /// Where the name `http/1.1` stands in a list of ALPN's; nil where it doesn't.
  private static func http(in list: UnsafeBufferPointer<UInt8>) -> Int? {
    var start = 0
    while start < list.count {
      let end = start + 1 + Int(list[start])
      guard end <= list.count else { return nil }
      if list[start..<end].elementsEqual(http) { return start + 1 }
      start = end
    }
    return nil
  }

  private static func this(_ pointer: UnsafeMutableRawPointer?) -> TLSEngine? {
    pointer.map { Unmanaged<TLSEngine>.fromOpaque($0).takeUnretainedValue() }
  }
}
