internal import Timeline

extension ClientSight {
  /// A message may come so much later than in the twin …
  private static let grace: Nanoseconds = .seconds(1)
  /// … and its times on the audio clock may differ by so much.
  private static let tolerance = 0.1

  /// What this client saw otherwise than the other, in words; nil: nothing that it could notice.
  package func difference(from twin: ClientSight) -> String? {
    if end != twin.end { return "end: '\(end)' in place of '\(twin.end)'" }
    let mine = sights.filter { !$0.isBeat }
    let theirs = twin.sights.filter { !$0.isBeat }
    if mine.count != theirs.count { return "\(mine.count) messages in place of \(theirs.count)" }
    for (one, other) in zip(mine, theirs) {
      if one.content != other.content { return "'\(one.content)' in place of '\(other.content)'" }
      for (a, b) in zip(one.seconds, other.seconds) where abs(a - b) > Self.tolerance {
        return "\(a) s in place of \(b) s in '\(one.content)'"
      }
      if one.at - other.at > Self.grace { return "'\(one.content)' came \((one.at - other.at).seconds) s later" }
    }
    if endedAt - twin.endedAt > Self.grace { return "the end came \((endedAt - twin.endedAt).seconds) s later" }
    return nil
  }
}

extension ClientSight.Sight {
  /// A heartbeat of the relay's own: how many there are depends on how long the session lasted.
  var isBeat: Bool { content.hasSuffix("control ready") }
}
