internal import Foundation

/// The same rows through Python's sqlite3, where there is a Python.
enum PythonRows {
  /// What both bare loops do first, with the recorder's own settings.
  static let setUp = [
    "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 512",
    "CREATE TABLE frames (id INTEGER PRIMARY KEY, at_ns INTEGER, sender TEXT, header BLOB, payload BLOB)",
  ]
  static let insert = "INSERT INTO frames (at_ns, sender, header, payload) VALUES (?, ?, ?, ?)"

  static func find() -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// - Returns: Seconds without those that the interpreter takes to start.
  static func seconds(_ python: String, count: Int, file: String) throws -> Double {
    let script = """
      import os, sqlite3, sys, time
      path, count, insert, *lines = sys.argv[1:]
      payloads = [os.urandom(2048) for _ in range(64)]
      began = time.perf_counter()
      db = sqlite3.connect(path, isolation_level=None)
      for line in ["PRAGMA page_size = 32768"] + lines: db.execute(line).fetchall()
      for first in range(0, int(count), 1000):
          db.execute("BEGIN IMMEDIATE")
          db.executemany(insert, ((row, "client", payloads[row % 64][:8], payloads[row % 64]) for row in range(first, first + 1000)))
          db.execute("COMMIT")
      db.close()
      print(time.perf_counter() - began)
      """
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", script, file, String(count), insert] + setUp
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard let seconds = Double(said.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw BenchmarkError("\(python) ended with \(process.terminationStatus) and said '\(said)'")
    }
    return seconds
  }
}
