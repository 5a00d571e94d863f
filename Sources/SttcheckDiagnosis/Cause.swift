internal import Diagnosis
internal import Timeline

/// Something that is wrong, whose fault it is, and what shows it.
public struct Cause: Sendable, Equatable {
  /// How sure it is.
  public enum Certainty: String, Sendable, Codable, CaseIterable {
    /// The frames that show it are in the recording.
    case proven
    /// The sessions of the run, compared, leave no other cause.
    case inferred
    /// It fits, and so does something else, which ``Cause/alternatives`` name.
    case suspected
  }

  public enum Severity: String, Sendable, Codable, CaseIterable {
    /// Data or results are lost, or a documented MUST is broken.
    case error
    /// It works today, and is wrong all the same.
    case warning
    /// Worth knowing.
    case notice
  }

  /// Whose fault it is.
  public enum Party: String, Sendable, Codable, CaseIterable {
    case client, relay, service, network
    /// The tool itself, or the machine that it ran on.
    case sttcheck
  }

  /// Frames that show something.
  public struct Evidence: Sendable, Equatable {
    /// The number of the session.
    public let session: Int
    /// Ids of events in the recording, as `sttcheck frames` prints them.
    public let events: [Int64]
    public let text: String
  }

  /// Another cause that fits as well.
  public struct Alternative: Sendable, Equatable {
    public let rule: String
    /// What to do to tell the two apart.
    public let separateBy: String
  }

  /// Its id in the catalogue, as `sttcheck rules` lists them: `close-stream-missing`.
  public let rule: String
  public let certainty: Certainty
  public let severity: Severity
  public let party: Party
  /// In a few words: `no CloseStream sent`.
  public let title: String
  /// One or two sentences with figures.
  public let summary: String
  /// What to change, in Markdown.
  public let remedy: String
  public let evidence: [Evidence]
  public let alternatives: [Alternative]
  /// Ids of what follows from it.
  public let explains: [String]
}

extension Cause {
  init(_ finding: Finding, explains: [String] = []) {
    rule = finding.rule
    certainty =
      switch finding.certainty {
      case .proven: .proven
      case .inferred: .inferred
      case .suspected: .suspected
      }
    severity =
      switch finding.severity {
      case .error: .error
      case .warning: .warning
      case .notice: .notice
      }
    party =
      switch finding.party {
      case .client: .client
      case .relay: .relay
      case .service: .service
      case .network: .network
      case .sttcheck: .sttcheck
      }
    title = finding.cause
    summary = finding.summary
    remedy = finding.remedy
    evidence = finding.evidence.map { Evidence(session: $0.session, events: $0.events, text: $0.text) }
    alternatives = finding.alternatives.map { Alternative(rule: $0.rule, separateBy: $0.separateBy.text) }
    self.explains = explains
  }
}
