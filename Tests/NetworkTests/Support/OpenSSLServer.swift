import Foundation
import Testing

/// `openssl s_server`: a TLS server that is not ours.
final class OpenSSLServer {
  static let program: String? = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  let port: Int
  private let process = Process()
  /// Open for as long as it runs: at the end of its input it would end too.
  private let input = Pipe()
  private let folder: URL

  /// - Parameters:
  ///   - certificate: What it shows.
  ///   - chain: What it shows behind it.
  ///   - authority: Whose certificates it takes of clients; nil: it asks for none, unless `more` says so.
  ///   - more: Further options.
  init(_ certificate: TestCertificate, chain: [TestCertificate] = [], authority: TestCertificate? = nil, _ more: [String] = []) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sttcheck-tls-\(UUID().uuidString)")
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ text: String, _ name: String) throws -> String {
      let file = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      return file.path
    }
    // Without a folder of authorities it would complete its chain from the system's.
    var words = [
      "s_server", "-accept", "127.0.0.1:0", "-www", "-no-CApath", "-no-CAstore", "-cert", try write(certificate.certificate, "cert.pem"),
      "-key", try write(certificate.privateKey, "key.pem"),
    ]
    if !chain.isEmpty { words += ["-cert_chain", try write(chain.map(\.certificate).joined(), "chain.pem")] }
    if let authority {
      words += ["-Verify", "1", "-verify_return_error", "-CAfile", try write(authority.certificate, "authority.pem")]
    } else {
      words.append("-no-CAfile")
    }
    process.executableURL = URL(fileURLWithPath: try #require(Self.program))
    process.arguments = words + more
    process.standardInput = input
    process.standardError = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // `ACCEPT 127.0.0.1:40123`, once it listens.
    var told = ""
    while !told.contains("ACCEPT") || told.last != "\n" {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      told += String(decoding: more, as: UTF8.self)
    }
    let place = told.split(separator: "\n").first { $0.hasPrefix("ACCEPT") }?.split(separator: ":").last
    port = try #require(place.flatMap { Int($0) }, "openssl s_server did not listen: \(told)")
  }

  deinit {
    process.terminate()
    try? FileManager.default.removeItem(at: folder)
  }
}
