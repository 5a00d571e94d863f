/// Why a connection could not be had, as a value: what was tried, where it stopped, and the system's own word for it.
package struct ConnectionFailure: Sendable, Equatable, Codable, Error {
  /// How far the attempt came.
  package enum Stage: String, Sendable, Codable {
    case resolve, connect, tls, handshake
  }

  package var stage: Stage
  /// Host and port tried, with the resolved address where there is one: `localhost:9 (127.0.0.1:9)`.
  package var address: String
  /// The errno, where the system gave one.
  package var errno: Int32?
  /// The symbolic code: `ECONNREFUSED`, `EAI_NONAME`, `TIMEOUT`, `CERTIFICATE_EXPIRED`, `BAD_ACCEPT_KEY` …
  package var code: String
  /// One plain sentence.
  package var text: String
  /// What the server showed, its own certificate first, where that is what failed.
  package var certificates: [PresentedCertificate]?

  package init(
    stage: Stage, address: String, errno: Int32? = nil, code: String, text: String, certificates: [PresentedCertificate]? = nil
  ) {
    self.stage = stage
    self.address = address
    self.errno = errno
    self.code = code
    self.text = text
    self.certificates = certificates
  }

  /// True where it was torn off, or never answered: anything on the way does that as well as the server.
  package var isWordless: Bool { ["ECONNRESET", "EPIPE", "ECONNABORTED", "TIMEOUT"].contains(code) }
}

/// The end of a TCP connection.
package struct ConnectionEnd: Sendable, Equatable, Codable {
  package enum Manner: String, Sendable, Codable {
    /// A FIN: the orderly end of the byte stream.
    case finished
    /// An RST, or another error of the transport.
    case reset
  }

  package var manner: Manner
  /// Who ended it first, where that is known.
  package var by: Party?
  /// The transport's error, where there was one.
  package var text: String?

  package init(_ manner: Manner, by: Party?, text: String? = nil) {
    self.manner = manner
    self.by = by
    self.text = text
  }
}
