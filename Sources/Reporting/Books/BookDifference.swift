internal import Diagnosis
internal import Timeline

/// A difference in a session's books, in words for people.
struct BookDifference {
  /// What differs, in a few words: `2 of 3 finals missing`.
  let what: String
  /// `since 5.1 s`, or `from 3.0 s to 5.1 s`.
  let when: String
  let party: Party
  /// What was due and what came, in one sentence.
  let text: String
  /// The rule that accounts for it.
  let rule: String?
  /// How it accounts for it: `explained by`, `provoked, as intended:` …; nil where nothing is to be said.
  let standing: String?
  let events: [Int64]
  /// True where it makes the session faulty.
  let isFault: Bool

  init(_ entry: Entry, _ report: Report) {
    what = Self.what(entry)
    when = Self.when(entry)
    party = entry.party
    text = entry.text
    rule = entry.isUnexplained ? nil : entry.explainedBy
    standing = entry.isUnexplained ? "no known cause explains it" : rule.map { Self.standing(of: $0, entry, report) }
    events = entry.events
    isFault = entry.severity == .error && !entry.isExcused
  }

  /// `2 of 3 finals missing, since 5.1 s, owed by the relay`
  var short: String { "\(what), \(when), owed by \(owner)" }

  /// The same where there is little room: `2 of 3 finals missing, since 5.1 s (relay)`.
  var brief: String { "\(what), \(when) (\(party.rawValue))" }

  var owner: String {
    switch party {
    case .client, .relay, .service, .network: "the \(party.rawValue)"
    case .sttcheck: "sttcheck itself"
    }
  }

  /// In the words of how sure the finding is.
  private static func standing(of rule: String, _ entry: Entry, _ report: Report) -> String {
    if entry.isExcused, report.diagnosis.provoked.contains(where: { $0.rule == rule }) { return "provoked, as intended:" }
    let cause = report.diagnosis.rootCauses.first { $0.finding.rule == rule }
    return cause?.finding.certainty == .suspected ? "probably explained by" : "explained by"
  }

  private static func what(_ entry: Entry) -> String {
    switch (entry.duty, entry.manner) {
    case (.letIn, _): "the client was not let in"
    case (.dialled, _): "no connection to the service"
    case (.declared, _): "the declaration does not fit the bytes"
    case (.signals, .altered): "a control message sent as audio"
    case (.endOfStream, .missing): "end of stream never told"
    case (.endOfStream, .early): "end of stream told too early"
    case (.endOfStream, .late): "end of stream told \(Wording.decimal(entry.amount.value, 1)) s late"
    case (.heard, .missing): "the service fell silent"
    case (.heard, .altered): "its account does not fit what it got"
    case (.staying, .missing): "connection gone too early"
    case (.closing, .missing): "the end never came"
    default: "\(amount(entry.amount)) \(manner(entry.manner))"
    }
  }

  /// `2 of 3 finals`, `all 3 finals`, `the only final`, `0.45 of 2.80 s of audio`.
  private static func amount(_ amount: Entry.Amount) -> String {
    let isCount = [amount.value, amount.of ?? 0].allSatisfy { $0 == $0.rounded() } && !amount.unit.hasPrefix("s ") && amount.unit != "s"
    func number(_ value: Double) -> String { Wording.decimal(value, isCount ? 0 : amount.value < 1 ? 2 : 1) }
    let isOne = isCount && amount.value == 1 && amount.of ?? 1 == 1
    let unit = amount.counted
    guard let whole = amount.of else { return "\(number(amount.value)) \(unit)" }
    guard number(whole) == number(amount.value) else { return "\(number(amount.value)) of \(number(whole)) \(unit)" }
    return isOne ? "the only \(unit)" : "all \(number(whole)) \(unit)"
  }

  private static func manner(_ manner: Entry.Manner) -> String {
    switch manner {
    case .missing: "missing"
    case .altered: "changed"
    case .extra: "added"
    case .repeated: "repeated"
    case .moved: "out of order"
    case .late: "late"
    case .early: "early"
    }
  }

  private static func when(_ entry: Entry) -> String {
    func time(_ moment: Moment) -> String { "\(Wording.decimal(moment.at.seconds, 1)) s" }
    guard let until = entry.until, time(until) != time(entry.onset) else { return "since \(time(entry.onset))" }
    return "from \(time(entry.onset)) to \(time(until))"
  }
}
