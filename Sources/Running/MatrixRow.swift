package import Diagnosis
internal import Lab
package import Timeline

extension Matrix {
  /// A cause with the party to blame.
  package struct Cause: Sendable, Equatable {
    package var rule: String
    package var party: Party
    /// nil for what is expected.
    package var certainty: Certainty?
    /// Other rules that fit as well.
    package var alternatives: [String] = []

    package init(rule: String, party: Party, certainty: Certainty? = nil, alternatives: [String] = []) {
      self.rule = rule
      self.party = party
      self.certainty = certainty
      self.alternatives = alternatives
    }
  }

  /// The faults of one run, or none, and what the diagnosis made of it.
  package struct Row: Sendable, Equatable {
    /// `healthy`, or the faults' names.
    package var fault: String
    /// What was put in; empty: nothing must be found.
    package var expected: [Cause]
    /// Root causes, the first of them first; where there are none and a notice is expected, that.
    package var found: [Cause]
    package var headline: String
    /// Sessions that show the first cause, and all.
    package var shown: Int
    package var sessions: Int
    package var clientHopOnly: Bool
    /// False where the client hop alone shows nothing of the fault.
    package var isVisible: Bool

    package init(
      fault: String, expected: [Cause], found: [Cause], headline: String, shown: Int, sessions: Int, clientHopOnly: Bool, isVisible: Bool
    ) {
      self.fault = fault
      self.expected = expected
      self.found = found
      self.headline = headline
      self.shown = shown
      self.sessions = sessions
      self.clientHopOnly = clientHopOnly
      self.isVisible = isVisible
    }

    /// The right cause and no other, blamed on the right party. From the client hop alone, causes that look alike may all be named,
    /// as a suspicion; and what cannot be seen from there need not be.
    package var agrees: Bool {
      if expected.isEmpty { return found.isEmpty }
      if expected.count > 1 { return namesAll }
      guard found.count == 1, let first = found.first, let expected = expected.first else {
        return found.isEmpty && clientHopOnly && !isVisible
      }
      guard first.rule == expected.rule else {
        return clientHopOnly && first.certainty == .suspected && (first.alternatives.contains(expected.rule) || !isVisible)
      }
      return first.party == expected.party || clientHopOnly && first.certainty == .suspected
    }

    /// Several faults at once: each is named, and nothing else is.
    private var namesAll: Bool {
      let rules = Set(expected.map(\.rule))
      let named = Set(found.flatMap { [$0.rule] + ($0.certainty == .suspected ? $0.alternatives : []) })
      let foreign = found.contains { !rules.contains($0.rule) && rules.isDisjoint(with: $0.alternatives) }
      return rules.isSubset(of: named) && !foreign
    }
  }

  static func row(_ faults: FaultSet, _ recording: Recording, clientHopOnly: Bool) -> Row {
    let result = Diagnosis.diagnose(clientHopOnly ? recording.clientHopOnly : recording)
    var found = result.rootCauses.map(\.finding)
    let notices = faults.faults.filter { $0.isHabit || Catalogue.rule($0.rule)?.severity == .notice }.map(\.rule)
    if found.isEmpty { found = result.notices.filter { notices.contains($0.rule) } }
    return Row(
      fault: faults.isEmpty ? healthy : faults.names.joined(separator: ","),
      expected: faults.faults.map { Cause(rule: $0.rule, party: $0.party) },
      found: found.map { Cause(rule: $0.rule, party: $0.party, certainty: $0.certainty, alternatives: $0.alternatives.map(\.rule)) },
      headline: result.headline, shown: Set(found.first?.evidence.map(\.session) ?? []).count, sessions: result.sessions.count,
      clientHopOnly: clientHopOnly, isVisible: faults.faults.allSatisfy(\.isSeenByClient))
  }
}
