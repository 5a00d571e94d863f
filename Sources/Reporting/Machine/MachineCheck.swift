/// One thing about this machine: what was found, what it means, what to do.
package struct MachineCheck: Sendable, Equatable {
  package enum Mark: String, Sendable, CaseIterable {
    /// As it should be.
    case ok
    /// Worth knowing; runs can be trusted.
    case note
    /// What a run says may be in doubt, or it can't record at all.
    case problem
  }

  package enum Topic: String, Sendable, CaseIterable {
    case clock, timer, loopback, disk, files, memory, cores, proxies, authority, tls
  }

  package var topic: Topic
  package var mark: Mark
  package var found: String
  package var meaning: String
  /// Nil where there is nothing to do.
  package var remedy: String?

  package init(_ topic: Topic, _ mark: Mark, _ found: String, meaning: String, remedy: String? = nil) {
    self.topic = topic
    self.mark = mark
    self.found = found
    self.meaning = meaning
    self.remedy = remedy
  }
}
