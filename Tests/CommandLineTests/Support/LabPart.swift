import Foundation
import Glibc
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

  func port() async throws -> Int { Int(try await url().split(separator: ":").last ?? "") ?? 0 }

  /// File descriptors that it has open.
  var openFiles: Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(program.number)/fd").count) ?? -1 }

  /// Memory of it that is in use.
  var residentBytes: Int {
    let pages = (try? String(contentsOfFile: "/proc/\(program.number)/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * sysconf(Int32(_SC_PAGESIZE))
  }

  func stop() async throws -> Ended {
    program.send(SIGTERM)
    return try await program.end()
  }
}

/// Waits until something holds, half a minute at the most.
func eventually(_ what: @autoclosure () -> String, _ holds: () -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(30)
  while !holds() {
    guard ContinuousClock.now < deadline else { throw Sttcheck.Overdue(description: "never came: \(what())") }
    try await Task.sleep(for: .milliseconds(20))
  }
}
