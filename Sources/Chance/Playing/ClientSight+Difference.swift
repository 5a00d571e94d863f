internal import Speech
package import Timeline

extension ClientSight {
  /// A message may come so much later than in the twin,
  private static let grace: Nanoseconds = .seconds(1)
  /// or, where the way is slow both there and back, by more, for the end comes behind two ways …
  private static let graceOfTheWay: Nanoseconds = .seconds(2.5)
  /// A service may take so long of itself.
  private static let graceOfTheService: Nanoseconds = .seconds(2.5)
  /// A session may begin so late, as long as it catches up: whoever dials has names to look up and a handshake to wait for.
  private static let graceOfTheBeginning: Nanoseconds = .seconds(2)
  /// Times on the audio clock may differ by so much.
  private static let tolerance = 0.1

  /// What of two sights is compared.
  package struct Terms: Sendable {
    /// Who did something: a service owes nobody a second.
    package var parties: Set<Party> = [.relay]
    /// False where a relay converts audio: then the service's hash is of bytes that the client never had.
    package var hashes = true
    /// False where the audio only comes in other messages: where a service cuts it, and what it says before, hangs on that.
    package var segments = true

    package init() {}
  }

  /// What this client saw otherwise than the other, in words; nil: nothing that it could notice.
  ///
  /// - Parameter terms: What of it matters.
  package func difference(from twin: ClientSight, _ terms: Terms) -> String? {
    if let earlier = difference(before: twin, by: { $0.difference(from: $1, terms) }) { return earlier }
    if endsOtherwise(than: twin) { return "end: '\(end)' in place of '\(twin.end)'" }
    let grace = grace(against: twin, by: terms.parties)
    // A pong is of the relay's own, and comes before or behind what the service says as it happens.
    for isPong in [false, true] {
      let (mine, theirs) = (minded(pongs: isPong, terms), twin.minded(pongs: isPong, terms))
      if let text = difference(mine, theirs, from: twin, grace, terms) { return text }
    }
    if !hasClosed, endedAt - twin.endedAt > grace { return "the end came \((endedAt - twin.endedAt).seconds) s later" }
    return nil
  }

  /// Of the times that it was there before: each is held against the twin's own.
  fileprivate func difference(before twin: ClientSight, by compare: (ClientSight, ClientSight) -> String?) -> String? {
    guard before.count == twin.before.count else { return "\(before.count + 1) connections in place of \(twin.before.count + 1)" }
    for (one, other) in zip(before, twin.before) {
      if let text = compare(one, other) { return text }
    }
    return nil
  }

  private func difference(_ mine: [Sight], _ theirs: [Sight], from twin: ClientSight, _ grace: Nanoseconds, _ terms: Terms) -> String? {
    var (mine, theirs) = (mine, theirs)
    // What nobody could read, here or there, is not missed.
    if mine.count != theirs.count {
      let unread = Set((mine + theirs).filter(\.isFleeting).map(\.content))
      (mine, theirs) = (mine.filter { !unread.contains($0.content) }, theirs.filter { !unread.contains($0.content) })
    }
    // Who hangs up waits for no answer and may be gone before what is only late, and who is left sooner may hear of the end what the other did not stay for.
    if mine.count != theirs.count, !hasClosed, !twin.hasClosed || mine.count < theirs.count {
      return "\(mine.count) messages in place of \(theirs.count)"
    }
    for (one, other) in zip(mine, theirs) {
      if one.content != other.content { return "'\(one.content)' in place of '\(other.content)'" }
      if terms.hashes, one.hash != other.hash { return "another hash in '\(one.content)'" }
      for (a, b) in zip(one.seconds, other.seconds) where terms.segments && abs(a - b) > Self.tolerance {
        return "\(a) s in place of \(b) s in '\(one.content)'"
      }
      if one.at - other.at > grace { return "'\(one.content)' came \((one.at - other.at).seconds) s later" }
    }
    return nil
  }

  private func minded(pongs: Bool, _ terms: Terms) -> [Sight] {
    sights.filter { $0.isMinded && $0.isPong == pongs && (terms.segments || !$0.isInterim) }
  }

  private func grace(against twin: ClientSight, by parties: Set<Party>) -> Nanoseconds {
    if parties.isSubset(of: [.service, .client]), parties.contains(.service) { return Self.graceOfTheService }
    if parties.contains(.network) { return Self.graceOfTheWay }
    return beginning(Array(zip(minded(pongs: false, Terms()), twin.minded(pongs: false, Terms())))) ?? Self.grace
  }

  /// How late a session began that caught up afterwards; who hangs up in the middle may see no more than the beginning.
  private func beginning(_ pairs: [(Sight, Sight)]) -> Nanoseconds? {
    let late = pairs.map { $0.0.at - $0.1.at }
    guard let first = late.first, let last = late.last, first > Self.grace, first < Self.graceOfTheBeginning,
      last < (hasClosed ? first + Self.grace / 10 : first / 2)
    else { return nil }
    return max(first, last)
  }

  /// Who has said all that it had to say, and only waits, misses nothing when it is left in order before it hangs up by itself.
  private func endsOtherwise(than twin: ClientSight) -> Bool {
    end != twin.end && !(twin.hasClosed && !hasClosed && wasLeftInOrder && spoken == twin.spoken)
  }
}

extension ClientSight {
  /// A client that does not know the twin has nothing but its own clock: a final may wait for a pause and for what makes it readable, and the
  /// end for a last word, so long behind the same in the twin. Less is no more than a slow service.
  private static let patience: Nanoseconds = .seconds(3.5)
  /// What the handshake takes above this is not the way's.
  private static let longestWay: Nanoseconds = .seconds(1)
  /// A service may mishear so much of a clip: half of its words.
  private static let mishearing = 0.5

  /// The same, of what a client can hold against what it knows by itself: the clip's words, the promises of the service's messages, JSON and
  /// text frames, its own pings, how long it waited and how the session ended. That an interim or an event is missing is not among it, nor the
  /// hash, which a relay that converts audio changes too.
  package func plainDifference(from twin: ClientSight) -> String? {
    if let earlier = difference(before: twin, by: { $0.plainDifference(from: $1) }) { return earlier }
    // Who hangs up does not wait for the answer.
    if endsOtherwise(than: twin), end.replacing(Self.answer, with: "") != twin.end.replacing(Self.answer, with: "") {
      return "end: '\(end)' in place of '\(twin.end)'"
    }
    if broken.count > twin.broken.count { return "'\(broken[twin.broken.count].content)' that nobody can read" }
    // Who says in the middle that it is the end, and is left in order, has asked for that: whether more is awaited behind it, is the relay's choice.
    if !hasClosed, !(saidTheEnd && wasLeftInOrder), !(twin.hasClosed && finalWords.starts(with: twin.finalWords)),
      WordErrorRate.measure(expected: twin.finalWords.joined(separator: " "), received: finalWords.joined(separator: " ")).wer
        > Self.mishearing
    {
      return
        "the words '\(finalWords.joined(separator: " ").prefix(80))' in place of '\(twin.finalWords.joined(separator: " ").prefix(80))'"
    }
    if pongs != twin.pongs { return "pongs \(pongs) in place of \(twin.pongs)" }
    if returns > twin.returns { return "messages of a request that another had followed" }
    // A relay that leaves out silence has another length, and another hash with it.
    for (one, other) in zip(metadata, twin.metadata) where one.content == other.content && one.hash == other.hash {
      for (a, b) in zip(one.seconds, other.seconds) where abs(a - b) > Self.tolerance { return "\(a) s in place of \(b) s in Metadata" }
    }
    let patience = Self.patience + min(max(0, way - twin.way), Self.longestWay)
    // One that does not tell how far it reaches may be of any words that were spoken, until nothing more is.
    for (one, other) in zip(finals, twin.finals) where one.reaches != nil || one.at > saidLast {
      if one.at - other.at > patience { return "a final came \((one.at - other.at).seconds) s later" }
    }
    if !hasClosed, endedAt - twin.endedAt > patience { return "the end came \((endedAt - twin.endedAt).seconds) s later" }
    return nil
  }

  private var broken: [Sight] { sights.filter { $0.content.hasPrefix("binary") || $0.content.contains(" unreadable ") } }
  private var pongs: [String] { sights.filter(\.isPong).map(\.content) }
  private var metadata: [Sight] { sights.filter { $0.content.contains(" metadata ") } }
}

extension ClientSight.Sight {
  /// A heartbeat of the relay's own: how many there are depends on how long the session lasted.
  var isBeat: Bool { content.hasSuffix("control ready") }

  /// The answer to a ping of its own.
  var isPong: Bool { content.hasPrefix("pong") }

  /// What a client would miss, or mind.
  var isMinded: Bool { !isBeat && !saysNothing }
}
