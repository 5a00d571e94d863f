package import Timeline

/// How sure a finding is: see ROOT-CAUSES.
package enum Certainty: String, Sendable, Codable, CaseIterable, Comparable {
  /// The frames that show it are in the recording.
  case proven
  /// Sessions of the same run, compared, leave this as the only explanation in the catalogue.
  case inferred
  /// It fits, and so does something else, which the finding names.
  case suspected

  package static func < (a: Certainty, b: Certainty) -> Bool { a.rank < b.rank }
  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// error: data or results are lost, or a documented MUST is broken. warning: works today, wrong all the same. notice: worth knowing.
package enum Severity: String, Sendable, Codable, CaseIterable {
  case error, warning, notice
}

/// The frames that show something, and what they show.
package struct Evidence: Sendable, Hashable {
  package var session: Int
  /// Ids of events of the recording; each of them exists.
  package var events: [Int64]
  package var text: String

  package init(session: Int, events: [Int64], text: String) {
    self.session = session
    self.events = events
    self.text = text
  }
}

/// Another cause that fits as well, and what would tell the two apart.
package struct Alternative: Sendable, Equatable {
  package var rule: String
  package var separateBy: Separation

  package init(rule: String, separateBy: Separation) {
    self.rule = rule
    self.separateBy = separateBy
  }
}

extension Alternative {
  /// What the client gets may be what the service sent: no relay can help that.
  static let byTheService = Alternative(rule: "unexplained", separateBy: seeServiceHop("whether the service itself sends it so"))

  /// What a client gets may be another session's.
  static let crossed = Alternative(
    rule: "results-crossed", separateBy: .play(scenario: "concurrent", tries: "only sessions side by side can cross"))

  /// What comes late may have been sent late, or have taken its time on the way.
  static let slowService = Alternative(
    rule: "results-slow", separateBy: seeServiceHop("when the service sends them: it, or a way, may be slow"))

  /// A container that is declared, and that the relay's conversion does not make.
  static let containerDeclared = Alternative(
    rule: "container-declared-for-raw-audio",
    separateBy: seeServiceHop("whether a container is declared, and the audio begins with its header"))

  /// A message of control that the service takes for audio, and whatever follows for noise.
  static let controlAsAudio = Alternative(
    rule: "control-sent-as-audio", separateBy: seeServiceHop("whether the client's Finalize or KeepAlive goes there as text"))

  /// Where nothing of what the service says came any more, it may have said nothing more, and a way may be cut.
  static let silentService = Alternative(
    rule: "unexpected-close", separateBy: seeServiceHop("whether the service says anything more: it, or a way, may have fallen silent"))

  /// Who ends a session in its middle may only pass on that the service, or a way, ended it.
  static let endedFirst = Alternative(
    rule: "unexpected-close", separateBy: seeServiceHop("who ended the session, and what was missing before that"))

  /// What the service said when nothing of the relay's came to it any more may not have reached the relay.
  static let cutBehind = Alternative(
    rule: "unexpected-close",
    separateBy: .look(
      "whether the way to the service still stood: nothing of the relay's came over it any more, not even an answer to the Close"))

  /// The client's attempt was torn off, or left without an answer, and who did that is not told.
  static let onTheWayIn = Alternative(
    rule: "unexpected-close",
    separateBy: .look(
      "what stands between client and relay: has the relay's log the request, and does a client on the relay's own machine get in?"))

  /// Who tore a connection can't be told from its end.
  static let torn = Alternative(
    rule: "unexpected-close", separateBy: .look("what stands between relay and service, and what its log says of the reset"))

  /// What is missing before a Close that got no answer may be missing because nothing went through any more.
  static func cutBefore(_ own: Located<HopFacts.Close>) -> Alternative {
    Alternative(
      rule: "unexpected-close",
      separateBy: .look("whether the way to the client still stood: its own Close at \(seconds(own.at)) got no answer either"))
  }
}

/// What a rule found.
package struct Finding: Sendable, Equatable {
  package var rule: String
  package var certainty: Certainty
  package var severity: Severity
  package var party: Party
  /// The cause in a few words, as the second half of the headline: `no CloseStream sent`.
  package var cause: String
  /// One or two sentences: what is wrong, here, with figures.
  package var summary: String
  /// What to change, with a snippet (in a fenced Markdown block) where one helps.
  package var remedy: String
  package var evidence: [Evidence]
  package var alternatives: [Alternative]
  /// True where the scenario broke this rule on purpose: shown, never counted.
  package var provoked: Bool

  package init(
    rule: String, certainty: Certainty, severity: Severity = .error, party: Party, cause: String, summary: String,
    remedy: String, evidence: [Evidence], alternatives: [Alternative] = [], provoked: Bool = false
  ) {
    self.rule = rule
    self.certainty = certainty
    self.severity = severity
    self.party = party
    self.cause = cause
    self.summary = summary
    self.remedy = remedy
    self.evidence = evidence
    self.alternatives = alternatives
    self.provoked = provoked
  }

  /// True where a rule is its own, or stands beside it.
  func names(_ rule: String) -> Bool { self.rule == rule || alternatives.contains { $0.rule == rule } }
}

/// A finding that no other finding explains, with those that it explains.
package struct RootCause: Sendable, Equatable {
  package var finding: Finding
  /// Ids of rules that fired as a consequence of it.
  package var explains: [String]

  package init(finding: Finding, explains: [String] = []) {
    self.finding = finding
    self.explains = explains
  }
}
