package import Timeline

/// One station of a probe: what was tried, what came, how long it took, and how that is.
package struct ProbeStage: Sendable, Equatable {
  package enum ID: String, Sendable, CaseIterable {
    case name, tcp, tls, upgrade
    case firstMessage = "first-message"
    case session
    case oneShot = "one-shot"
  }

  package enum Status: String, Sendable, CaseIterable {
    case good
    /// It works, and not as it should: slow, or soon not any more.
    case doubtful
    case failed
    /// Something before it failed.
    case unreached
    /// It makes no sense here, or nothing was given to try it with.
    case skipped
  }

  package var id: ID
  package var status: Status
  package var text: String
  package var took: Nanoseconds?
  /// It takes longer than is usual.
  package var isSlow: Bool
  /// What is usual, in words; nil where nobody knows.
  package var usual: String?
  /// More to know, each a sentence.
  package var remarks: [String]

  package init(
    _ id: ID, _ status: Status, _ text: String, took: Nanoseconds? = nil, isSlow: Bool = false, usual: String? = nil, remarks: [String] = []
  ) {
    self.id = id
    self.status = status
    self.text = text
    self.took = took
    self.isSlow = isSlow
    self.usual = usual
    self.remarks = remarks
  }
}
