internal import Diagnosis
internal import Reporting
internal import Store
internal import Timeline

/// What `sttcheck` says of one run of a recording: the same as `sttcheck diagnose`, for other programs.
///
/// ```swift
/// let run = try DiagnosedRun(recordingAt: "Reports/sttcheck.sqlite")
/// print(run.headline)
/// for cause in run.causes { print(cause.rule, cause.party, cause.certainty) }
/// ```
///
/// Only reads: the file stays as it is. The figures of sessions, and all else that a report has, stand in ``jsonReport``, whose form
/// `Fixtures/report.schema.json` describes.
public struct DiagnosedRun: Sendable, Equatable {
  /// The outcome of a run.
  public enum Verdict: String, Sendable, Codable, CaseIterable {
    case healthy, faulty
    /// What was played shows neither a fault nor that all is well.
    case inconclusive
    /// Nobody took the client's connection.
    case unreachable
  }

  /// The run's id in its recording.
  public let id: String
  public let verdict: Verdict
  /// `symptom, root cause` where there is one; else one plain sentence.
  public let headline: String
  /// Errors first, then warnings; the surest first among them.
  public let causes: [Cause]
  /// Worth knowing, and nothing that is wrong.
  public let notices: [Cause]
  /// What the scenarios broke on purpose.
  public let provoked: [Cause]
  /// The report in JSON, UTF-8.
  public let jsonReport: String

  /// Reads a run and diagnoses it.
  /// - Parameters:
  ///   - path: A recording (SQLite) that `sttcheck` wrote.
  ///   - id: Which run of it; nil: the last one.
  /// - Throws: ``RecordingFault`` where there is no such file or run, where it is no recording, or one of a newer version.
  public init(recordingAt path: String, run id: String? = nil) throws(RecordingFault) {
    let recorded: Recording
    do { recorded = try RecordingFile(path: path).recording(run: id) } catch { throw RecordingFault(error) }
    let diagnosed = Diagnosed(recorded)
    let result = diagnosed.result
    self.id = diagnosed.recording.run.id
    verdict = Verdict(result.verdict)
    headline = result.headline
    causes = result.rootCauses.map { Cause($0.finding, explains: $0.explains) }
    notices = result.notices.map { Cause($0) }
    provoked = result.provoked.map { Cause($0) }
    jsonReport = JSONRenderer().render(Report(diagnosed, toolVersion: toolVersion))
  }
}

extension DiagnosedRun.Verdict {
  init(_ verdict: Verdict) {
    self =
      switch verdict {
      case .healthy: .healthy
      case .faulty: .faulty
      case .inconclusive: .inconclusive
      case .unreachable: .unreachable
      }
  }
}
