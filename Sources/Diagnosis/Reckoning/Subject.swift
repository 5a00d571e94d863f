/// What a rule's findings are about: a duty, and how it was failed.
package struct Subject: Sendable, Equatable {
  package var duty: Duty
  package var manners: Set<Entry.Manner>

  /// - Parameter manners: None: in whatever manner.
  static func of(_ duty: Duty, _ manners: Entry.Manner...) -> Subject {
    Subject(duty: duty, manners: manners.isEmpty ? Set(Entry.Manner.allCases) : Set(manners))
  }

  func fits(_ entry: Entry) -> Bool { duty == entry.duty && manners.contains(entry.manner) }
}

/// Where else than in the sessions that show it a cause is felt.
package enum Reach: Sendable {
  case itsSession
  /// In those that begin after it too: a relay that is dead lets nobody in.
  case laterSessions
  /// In others, in which it cannot show itself, on these duties.
  case wholeRun(Set<Duty>)
}
