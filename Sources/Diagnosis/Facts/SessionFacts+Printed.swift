internal import Speech
internal import Timeline

/// What a relay that the run started printed of its troubles.
extension SessionFacts {
  /// Words of a line that tells of an error, in lower case.
  private static let troubles = [
    "error", "exception", "panic", "fatal", "failed", "failure", "refused", "unhandled", "rejected", "unable to", "cannot ", "can't ",
    "could not", "couldn't", "unexpected", "invalid ", "not allowed", "undefined", "segmentation fault",
  ]
  /// Beginnings of lines that tell of no error, whatever words are in them.
  private static let calm = ["info", "debug", "trace", "[info", "[debug", "[trace"]

  /// So long behind the end of a session a relay may still print what ended it: first it closes, then it logs.
  private static let afterwards = Nanoseconds.milliseconds(250)

  /// The line in which it says why, printed while the session went on or right behind it; nil: it printed nothing of the kind.
  ///
  /// A named error with its text says more than the lines before it: `TypeError: …` closes Python's traceback.
  var printedTrouble: Located<Note>? {
    let printed = notes.filter { $0.value.code == .relayOutput && $0.at >= client.begun }
    guard let end = relayEnded else { return Self.first(of: printed) }
    let before = printed.filter { $0.event < end.event }
    let behind = printed.filter { $0.event > end.event && $0.at <= end.at + Self.afterwards }
    let named = before.filter { Self.namesError($0.value.text) }
    // A traceback that is under way tells its reason in its last line.
    let begun = before.last { $0.value.text.hasPrefix("Traceback ") }
    if let begun, (named.last?.event ?? 0) < begun.event, let last = behind.first(where: { Self.namesError($0.value.text) }) { return last }
    if let last = named.last { return last }
    // What fails because the connection is closed is no reason to close it.
    let reasons = behind.filter { Self.namesError($0.value.text) && !$0.value.text.lowercased().contains("close") }
    return reasons.first ?? Self.first(of: before)
  }

  /// The first that names an error, or tells of one.
  private static func first(of lines: Series<Located<Note>>) -> Located<Note>? {
    let troubles = lines.filter { note in
      let text = note.value.text.lowercased()
      return !calm.contains(where: text.trimmingPrefix(while: \.isWhitespace).hasPrefix) && Self.troubles.contains(where: text.contains)
    }
    return troubles.first { namesError($0.value.text) } ?? troubles.first
  }

  /// `TypeError: …`, `Proxy error: …`, `java.io.IOException: …`: what kind, and behind a colon the reason.
  private static func namesError(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":"), text[colon...].dropFirst().contains(where: { !$0.isWhitespace }) else { return false }
    // A log's level is no kind.
    guard text[..<colon] != "ERROR" else { return false }
    let kind = text[..<colon].lowercased()
    return kind.hasSuffix("error") || kind.hasSuffix("exception") || kind == "panic"
  }
}

extension Finding {
  /// With the line in which the relay itself says why, where it printed one.
  func quotingRelay(_ run: RunFacts) -> Finding {
    guard party == .relay, Catalogue.rule(rule)?.isToldByOutput == true, !provoked else { return self }
    let sessions = Set(evidence.map(\.session))
    for session in run.sessions where sessions.contains(session.info.number) {
      guard let line = session.printedTrouble else { continue }
      var copy = self
      // In front: behind many sessions it would not be read.
      copy.evidence.insert(
        Evidence(
          session: session.info.number, events: [line.event],
          text: "the relay itself printed \"\(VisibleText.quote(Array(line.value.text.utf8), limit: 200))\" at \(seconds(line.at))"), at: 0)
      return copy
    }
    return self
  }
}
