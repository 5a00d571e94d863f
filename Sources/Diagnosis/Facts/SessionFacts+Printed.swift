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

  /// The line in which it says why, printed before the session was over; nil: it printed nothing of the kind.
  ///
  /// A named error with its text says more than the lines before it: `TypeError: …` closes Python's traceback.
  var printedTrouble: Located<Note>? {
    let end = relayEnded?.event
    let lines = notes.filter { note in
      guard note.value.code == .relayOutput, end.map({ note.event < $0 }) ?? true else { return false }
      let text = note.value.text.lowercased()
      return !Self.calm.contains(where: text.trimmingPrefix(while: \.isWhitespace).hasPrefix)
        && Self.troubles.contains(where: text.contains)
    }
    return lines.first { Self.namesError($0.value.text) } ?? lines.first
  }

  /// `TypeError: …`, `Proxy error: …`, `java.io.IOException: …`: what kind, and behind a colon the reason.
  private static func namesError(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":"), text[colon...].dropFirst().contains(where: { !$0.isWhitespace }) else { return false }
    let kind = text[..<colon].lowercased()
    return kind.hasSuffix("error") || kind.hasSuffix("exception") || kind == "panic"
  }
}

extension Finding {
  /// Causes of which a relay's own output says more than its connections.
  private static let told: Set<String> = ["service-never-dialled", "service-refusal-hidden", "relay-crashed", "unexpected-close"]

  /// With the line in which the relay itself says why, where it printed one.
  func quotingRelay(_ run: RunFacts) -> Finding {
    guard party == .relay, Self.told.contains(rule), !provoked else { return self }
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
