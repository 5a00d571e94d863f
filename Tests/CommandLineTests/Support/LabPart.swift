import Foundation
import Glibc

/// A relay or a service of the lab, as a program of its own on a free port.
final class LabPart: Sendable {
  private let program: Sttcheck
  private let folder: TemporaryFolder

  init(_ words: [String], environment: [String: String]) throws {
    folder = try TemporaryFolder()
    program = try Sttcheck(words + ["--listen", "127.0.0.1:0"], in: folder, environment: environment)
  }

  /// `ws://127.0.0.1:PORT`, once it listens.
  func url() async throws -> String {
    try await program.until("the line that says where it listens") { [program] in program.out.hasSuffix("\n") }
    return String(program.out.trimmingCharacters(in: .newlines).split(separator: " ").last ?? "")
  }

  func stop() async throws -> Ended {
    program.send(SIGTERM)
    return try await program.end()
  }
}
