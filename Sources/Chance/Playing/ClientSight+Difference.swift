internal import Speech
package import Timeline

extension ClientSight {
  /// A message may come so much later than in the twin,
  private static let grace: Nanoseconds = .seconds(1)
  /// or, where the way is slow both there and back, by more, for the end comes behind two ways …
  private static let graceOfTheWay: Nanoseconds = .seconds(2.5)
  /// A service may take so long of itself.
  private static let patience: Nanoseconds = .seconds(2.5)
  /// … and its times on the audio clock may differ by so much.
  private static let tolerance = 0.1

  /// What this client saw otherwise than the other, in words; nil: nothing that it could notice.
  ///
  /// - Parameter parties: Who did something: a service owes nobody a second.
  package func difference(from twin: ClientSight, by parties: Set<Party> = [.relay]) -> String? {
    let grace = parties == [.service] ? Self.patience : parties.contains(.network) ? Self.graceOfTheWay : Self.grace
    if end != twin.end { return "end: '\(end)' in place of '\(twin.end)'" }
    let mine = sights.filter { !$0.isBeat }
    let theirs = twin.sights.filter { !$0.isBeat }
    // Who hangs up may be gone before what is only late.
    if mine.count != theirs.count, !hasClosed { return "\(mine.count) messages in place of \(theirs.count)" }
    for (one, other) in zip(mine, theirs) {
      if one.content != other.content { return "'\(one.content)' in place of '\(other.content)'" }
      for (a, b) in zip(one.seconds, other.seconds) where abs(a - b) > Self.tolerance {
        return "\(a) s in place of \(b) s in '\(one.content)'"
      }
      if one.at - other.at > grace { return "'\(one.content)' came \((one.at - other.at).seconds) s later" }
    }
    if endedAt - twin.endedAt > grace { return "the end came \((endedAt - twin.endedAt).seconds) s later" }
    return nil
  }
}

extension ClientSight {
  /// A service may mishear so much of a clip: half of its words.
  private static let mishearing = 0.5

  /// The same, of what a client can hold against what it knows by itself: the clip's words, the promises of the service's messages, JSON and
  /// text frames, its own pings, how long it waited and how the session ended. That an interim or an event is missing is not among it, nor the
  /// hash, which a relay that converts audio changes too.
  package func plainDifference(from twin: ClientSight) -> String? {
    if end != twin.end { return "end: '\(end)' in place of '\(twin.end)'" }
    if broken.count > twin.broken.count { return "'\(broken[twin.broken.count].content)' that nobody can read" }
    if !hasClosed,
      WordErrorRate.measure(expected: twin.finalWords.joined(separator: " "), received: finalWords.joined(separator: " ")).wer
        > Self.mishearing
    {
      return
        "the words '\(finalWords.joined(separator: " ").prefix(80))' in place of '\(twin.finalWords.joined(separator: " ").prefix(80))'"
    }
    if pongs != twin.pongs { return "pongs \(pongs) in place of \(twin.pongs)" }
    if requests.count > twin.requests.count { return "\(requests.count) requests in place of \(twin.requests.count)" }
    // A relay that leaves out silence has another length, and another hash with it.
    for (one, other) in zip(metadata, twin.metadata) where one.content == other.content {
      for (a, b) in zip(one.seconds, other.seconds) where abs(a - b) > Self.tolerance { return "\(a) s in place of \(b) s in Metadata" }
    }
    for (one, other) in zip(finals, twin.finals) {
      if one.at - other.at > Self.patience { return "a final came \((one.at - other.at).seconds) s later" }
    }
    if endedAt - twin.endedAt > Self.patience { return "the end came \((endedAt - twin.endedAt).seconds) s later" }
    return nil
  }

  private var broken: [Sight] { sights.filter { $0.content.hasPrefix("binary") || $0.content.contains(" unreadable ") } }
  private var pongs: [String] { sights.map(\.content).filter { $0.hasPrefix("pong") } }
  private var metadata: [Sight] { sights.filter { $0.content.contains(" metadata ") } }
}

extension ClientSight.Sight {
  /// A heartbeat of the relay's own: how many there are depends on how long the session lasted.
  var isBeat: Bool { content.hasSuffix("control ready") }
}
