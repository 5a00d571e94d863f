/// A certificate that a server showed, as far as it matters for trusting it.
package struct PresentedCertificate: Sendable, Equatable, Codable {
  /// Distinguished names: `CN = relay.example.com`.
  package var subject: String
  package var issuer: String
  /// `DNS:localhost, IP Address:127.0.0.1`; nil where it has no subjectAltName.
  package var names: String?
  /// As OpenSSL prints them: `Nov 28 10:00:00 2026 GMT`.
  package var notBefore: String
  package var notAfter: String
  /// Of the whole certificate, in hexadecimal.
  package var sha256: String

  package init(subject: String, issuer: String, names: String?, notBefore: String, notAfter: String, sha256: String) {
    self.subject = subject
    self.issuer = issuer
    self.names = names
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.sha256 = sha256
  }

  /// In one line, for people.
  package var text: String {
    "\(subject), issued by \(issuer), \(names.map { "for \($0)" } ?? "without subjectAltName"), valid from \(notBefore) to \(notAfter)"
  }
}
