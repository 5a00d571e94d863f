internal import Diagnosis
internal import Timeline

/// A group of checks, for the formats that CI reads as tests: one for the diagnosis, one for each session.
struct CheckSuite: Sendable {
  /// The scenario, with the session's number where it was played more than once.
  var name: String
  /// Nil for the diagnosis.
  var session: SessionResult?
  /// How long it took; 0 where that is not known.
  var took: Nanoseconds
  /// Nanoseconds since the Unix epoch.
  var startedAt: Int64
  var cases: [CheckCase]

  func count(_ kind: CheckCase.Outcome.Kind) -> Int { cases.count { $0.outcome.kind == kind } }
}

/// One check with its outcome. Texts are raw: whoever renders them makes them harmless.
struct CheckCase: Sendable {
  /// failed: what was checked is wrong. errored: it could not be judged. skipped: it was not to be judged.
  enum Outcome: Sendable {
    case passed
    case failed(type: String, message: String)
    case errored(type: String, message: String)
    case skipped(String)

    enum Kind: Sendable { case passed, failed, errored, skipped }

    var kind: Kind {
      switch self {
      case .passed: .passed
      case .failed: .failed
      case .errored: .errored
      case .skipped: .skipped
      }
    }
  }

  /// What stands behind the outcome.
  struct Field: Sendable {
    var name: String
    var lines: [String]
  }

  var name: String
  var outcome: Outcome
  var fields: [Field] = []
  var took: Nanoseconds = 0
  /// Drawn or listed beside it, for reading only.
  var output: [String] = []
}
