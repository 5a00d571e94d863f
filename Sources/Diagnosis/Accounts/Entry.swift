package import Timeline

/// A difference between what was due and what came: one line of a session's books that does not balance.
package struct Entry: Sendable, Equatable {
  /// How it differs.
  package enum Manner: String, Sendable, CaseIterable {
    case missing, altered, extra, repeated, moved, late, early
  }

  /// How much of it, of how much that was due.
  package struct Amount: Sendable, Equatable {
    package var value: Double
    package var of: Double?
    /// `finals`, `s of audio`, `connection` …
    package var unit: String

    /// The unit as it stands behind its number: `1 final`, `3 finals`.
    package var counted: String {
      let isOne = value == 1 && of.map { $0 == 1 } ?? true
      return isOne && unit.count > 2 && unit.hasSuffix("s") ? String(unit.dropLast()) : unit
    }

    package init(_ value: Double, of whole: Double? = nil, _ unit: String) {
      self.value = value
      of = whole
      self.unit = unit
    }
  }

  package var session: Int
  package var duty: Duty
  package var manner: Manner
  /// Where it is seen to be so.
  package var link: Link
  package var connection: Int
  /// Who owed it.
  package var party: Party
  package var severity: Severity
  /// True where frames on both sides of that party show it, or nothing behind it can have done it.
  package var isShown: Bool
  /// From when it was due.
  package var onset: Moment
  /// nil: to the session's end.
  package var until: Moment?
  package var amount: Amount
  /// Events of the recording that show it.
  package var events: [Int64]
  /// What was due and what came, in one sentence.
  package var text: String
  /// The rule that accounts for it, a root cause before its echo; nil where none does.
  package var explainedBy: String?
  /// True where that is provoked, or only deserves a remark: the books balance all the same.
  package var isExcused = false

  /// True where it is there, whole, and only its time is wrong.
  var restsOnTiming: Bool { manner == .late || manner == .early || duty == .audioPace || duty == .resultsPace }

  /// True where the account for it is that there is none.
  package var isUnexplained: Bool { explainedBy == Diagnosis.lastWord.id }

  init(
    _ session: SessionFacts, _ duty: Duty, _ manner: Manner, _ link: Link, connection: Int? = nil, by party: Party? = nil,
    severity: Severity = .error, isShown: Bool = true, from onset: Moment, until: Moment? = nil, amount: Amount, events: [Int64?],
    _ text: String
  ) {
    self.session = session.info.number
    self.duty = duty
    self.manner = manner
    self.link = link
    self.connection = connection ?? (link.hop == .client ? session.client.connection : session.service?.connection ?? 0)
    self.party = party ?? link.sender
    self.severity = severity
    self.isShown = isShown
    self.onset = onset
    self.until = until
    self.amount = amount
    self.events = events.compactMap { $0 }.filter { $0 > 0 }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    self.text = text
  }
}
