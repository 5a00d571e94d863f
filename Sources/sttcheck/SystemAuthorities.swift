internal import Foundation

/// The authorities that programs on this machine trust, as one text in PEM.
enum SystemAuthorities {
  /// Where systems keep them in one file: Debian and Arch, Fedora, openSUSE, Alpine and macOS.
  private static let usual = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
  ]

  /// What the environment names goes first: there may be a company's own among them.
  /// - Parameter own: Our own bundle, which `sttcheck env` may have put into the environment.
  static func text(besides own: String, environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    let named = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"].compactMap { environment[$0] }.filter { $0 != own && !$0.isEmpty }
    let text = (named + usual).lazy.compactMap { Files.contents($0) }.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
  }
}
