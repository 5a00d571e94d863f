import Foundation
import Speech
import Timeline

/// A run that several tests look at.
struct PlayedRun: Sendable {
  let folder: TemporaryFolder
  let ended: Ended
  /// The files that were there when it had ended, before anybody read them.
  let left: Set<String>

  /// Plays `baseline` against the built-in relay, once for all tests.
  static let healthy = Task { try await PlayedRun("run", "baseline", "--format", "markdown,json") }

  init(_ words: String..., environment: [String: String] = [:], folder: TemporaryFolder? = nil) async throws {
    let folder = try folder ?? TemporaryFolder()
    self = try await Gate.programs.pass { try await Self.ungated(words, environment: environment, folder: folder) }
  }

  private init(folder: TemporaryFolder, ended: Ended) {
    self.folder = folder
    self.ended = ended
    left = Set((try? folder.files().keys.map { $0 }) ?? [])
  }

  /// For tests that hold a place at the gate already.
  static func ungated(_ words: [String], environment: [String: String], folder: TemporaryFolder) async throws -> PlayedRun {
    PlayedRun(folder: folder, ended: try await Sttcheck(words, in: folder, environment: environment).end())
  }

  var recordingPath: String { folder.file("Reports/sttcheck.sqlite") }
  func recording() throws -> Recording { try Recording(at: recordingPath) }
  func report() throws -> JSONValue { try JSONValue(report: folder.text("Reports/report.json")) }
}
