internal import Speech
internal import Timeline

/// What the service's messages contradict in each other, as one hop shows them: whoever passes them on as they are passes on messages that agree.
struct BrokenPromise {
  /// The message that breaks it, and the one that it contradicts.
  var event: Int64
  var against: Int64?
  var at: Nanoseconds
  /// A sentence without its full stop.
  var text: String

  /// Seconds by which times may differ: rounding, and what a service adds to the end of its audio.
  private static let tolerance = 0.5

  /// The first in what a client got; nil: none. Results count where they have the service's own shape.
  static func first(in session: SessionFacts) -> BrokenPromise? {
    let results = ownResults(session)
    let checks = [
      requests(session, results), overlap(session, results), counted(session, results), hashed(session), channels(session),
      restarted(session, results),
    ]
    return checks.compactMap { $0 }.min { $0.event < $1.event }
  }

  /// The first that is one of order: each result may be as the service sent it.
  static func firstOfOrder(in session: SessionFacts) -> BrokenPromise? {
    let results = ownResults(session)
    return [stale(session, results), overtaken(session, results)].compactMap { $0 }.min { $0.event < $1.event }
  }

  private static func ownResults(_ session: SessionFacts) -> Series<Located<ResultText>> {
    let own = session.client.eventsInServiceShape
    return session.results.filter { own.contains($0.event) }
  }

  /// A connection's messages name one request: another in between, in the Metadata of the whole, or of a segment that was begun under the first,
  /// is somebody else's.
  private static func requests(_ session: SessionFacts, _ results: Series<Located<ResultText>>) -> BrokenPromise? {
    let ids = session.client.requestIDs
    guard let first = ids.first, let other = ids.dropFirst().first else { return nil }
    let isBetween = session.client.messages.contains { message in
      message.event > other.event && message.value.requestID == first.value
    }
    guard isBetween || isWhole(session, other, results) || goesOn(results, at: other) else { return nil }
    return BrokenPromise(
      event: other.event, against: first.event, at: other.at,
      text: "messages of one session name two requests, \(first.value.prefix(8))… and \(other.value.prefix(8))…")
  }

  /// True where the Metadata under another request counts all of the audio; or where that says no word itself, and its Metadata counts more than
  /// the results of the first have left over, though a relay may have left out silence.
  private static func isWhole(_ session: SessionFacts, _ other: Located<String>, _ results: Series<Located<ResultText>>) -> Bool {
    guard let metadata = session.metadata?.value, metadata.requestID == other.value, let duration = metadata.duration,
      let sent = session.sentSeconds
    else { return false }
    if duration > 0.9 * sent { return true }
    guard !results.contains(where: { $0.value.requestID == other.value }) else { return false }
    let reached = results.lazy.filter { $0.value.isFinal == true && !$0.value.text.isEmpty }.compactMap(\.value.end).max() ?? 0
    return reached + duration - sent > max(1, duration / 2)
  }

  /// Sooner nobody has dialled anew, sent again what was open, and got an answer.
  private static let redialling = Nanoseconds.milliseconds(500)

  /// True where the other request goes on at once with the segment that an interim of the first had begun: a new connection has not heard of it.
  private static func goesOn(_ results: Series<Located<ResultText>>, at other: Located<String>) -> Bool {
    guard let next = results.first(where: { $0.event == other.event }), let start = next.value.start,
      let before = results.last(where: { $0.event < other.event && $0.value.channel == next.value.channel })
    else { return false }
    // At 0 a new connection begins too, with little.
    guard start > tolerance || (next.value.end ?? 0) >= max(1, before.value.end ?? .infinity) else { return false }
    return before.value.isFinal == false && !before.value.text.isEmpty && next.at - before.at < redialling
      && before.value.start.map { abs($0 - start) < 0.02 } ?? false
  }

  static func hasRestarted(_ session: SessionFacts) -> Bool {
    session.client.requestIDs.count > 1 && restarted(session, ownResults(session)) != nil
  }

  /// Times of another request that begin again where those before had been already: the relay has dialled a second time, and not added what had
  /// gone before.
  private static func restarted(_ session: SessionFacts, _ results: Series<Located<ResultText>>) -> BrokenPromise? {
    let ids = session.client.requestIDs
    guard ids.count > 1 else { return nil }
    var number = 0
    // The farthest final so far, and that of the requests before the current one.
    var far: Located<ResultText>?
    var before: Located<ResultText>?
    for result in results {
      while number + 1 < ids.count, result.event >= ids[number + 1].event {
        number += 1
        before = far
      }
      if number > 0, let before, let end = before.value.end, end > 1, let start = result.value.start, start + tolerance < end {
        return BrokenPromise(
          event: result.event, against: before.event, at: result.at,
          text: sentence(
            "times begin anew at \(decimal(start, 2)) s under another request (\(ids[number].value.prefix(8))…), where those before had come to ",
            "\(decimal(end, 2)) s: a second connection of the relay's, whose times were not shifted"))
      }
      if result.value.isFinal == true, !result.value.text.isEmpty, (result.value.end ?? 0) > (far?.value.end ?? 0) { far = result }
    }
    return nil
  }

  /// Two finals of the same audio, of which neither repeats the other.
  private static func overlap(_ session: SessionFacts, _ results: Series<Located<ResultText>>) -> BrokenPromise? {
    guard session.client.requestIDs.count < 2 else { return nil }
    var seen: Set<Said> = []
    let finals = results.filter { $0.value.isFinal == true && seen.insert(Said($0.value)).inserted }
    let setbacks = Set(finals.map { $0.value.channel ?? 0 }).sorted().flatMap { FinalTiling(finals, channel: $0).setbacks }
    // One that begins earlier than the one before it is out of its place: results-reordered looks at it.
    guard let setback = setbacks.first(where: { $0.seconds < -0.1 && ($0.next.value.start ?? 0) >= ($0.previous.value.start ?? 0) }) else {
      return nil
    }
    return BrokenPromise(
      event: setback.next.event, against: setback.previous.event, at: setback.next.at,
      text: sentence(
        "a final begins at \(decimal(setback.next.value.start ?? 0, 2)) s, ",
        "\(decimal(-setback.seconds, 2)) s before the end of the final in front of it"))
  }

  /// A result by its words and times.
  private struct Said: Hashable {
    var text: String
    var start: Double?
    var end: Double?

    init(_ result: ResultText) { (text, start, end) = (result.text, result.start, result.end) }
  }

  /// An interim of audio that a final has settled.
  private static func stale(_ session: SessionFacts, _ results: Series<Located<ResultText>>) -> BrokenPromise? {
    guard session.client.requestIDs.count < 2 else { return nil }
    return StaleInterim(in: results).map { stale in
      BrokenPromise(
        event: stale.interim.event, against: stale.final.event, at: stale.interim.at,
        text: sentence(
          "an interim that begins at \(decimal(stale.interim.value.start ?? 0, 2)) s came behind a final that reaches to ",
          "\(decimal(stale.end, 2)) s"))
    }
  }

  /// A final behind an interim of what was said after it.
  private static func overtaken(_ session: SessionFacts, _ results: Series<Located<ResultText>>) -> BrokenPromise? {
    guard session.client.requestIDs.count < 2 else { return nil }
    return OvertakenFinal(in: results, beyond: tolerance) { $0.isFinal == false }.map { found in
      BrokenPromise(
        event: found.final.event, against: found.ahead.event, at: found.final.at,
        text: sentence(
          "a final that begins at \(decimal(found.final.value.start ?? 0, 2)) s came behind an interim that begins at ",
          "\(decimal(found.ahead.value.start ?? 0, 2)) s"))
    }
  }

  /// Results reach farther than the audio that the service says it heard.
  private static func counted(_ session: SessionFacts, _ results: Series<Located<ResultText>>) -> BrokenPromise? {
    guard session.client.requestIDs.count < 2, let metadata = session.metadata, metadata.value.sha256 != "incomplete",
      let duration = metadata.value.duration,
      let far = results.last(where: { !$0.value.text.isEmpty && ($0.value.words.last?.end ?? 0) > duration + tolerance })
    else { return nil }
    return BrokenPromise(
      event: metadata.event, against: far.event, at: metadata.at,
      text: sentence(
        "Metadata counts \(decimal(duration, 2)) s of audio, and a result of the same request has words up to ",
        "\(decimal(far.value.words.last?.end ?? 0, 2)) s"))
  }

  /// The hash is that of all the audio, the words are those of the clip, and the length is another's: not that of another rate, which a relay may
  /// declare beside a container.
  private static func hashed(_ session: SessionFacts) -> BrokenPromise? {
    guard let metadata = session.metadata, session.hash?.isWhole == true, let ratio = session.durationRatio, abs(ratio - 1) > 0.03,
      let wer = session.lostWords?.wer, wer <= 0.1, let duration = metadata.value.duration, let sent = session.sentSeconds,
      !session.sentWAV || DeclaredAudio.rate(explaining: ratio, of: session.info.audio?.sampleRate ?? 0) == nil
    else { return nil }
    return BrokenPromise(
      event: metadata.event, at: metadata.at,
      text: sentence(
        "Metadata counts \(decimal(duration, 2)) s, and its hash is that of all \(decimal(sent, 2)) s that were sent, ",
        "whose words came back"))
  }

  /// Another number of channels than was sent, where the bytes are the client's own and so is their length. A relay that makes two channels
  /// of one declares two, rightly, and the length stays.
  private static func channels(_ session: SessionFacts) -> BrokenPromise? {
    guard let metadata = session.metadata, let told = metadata.value.channels, let sent = session.info.audio?.channels, told != sent,
      let ratio = session.durationRatio, abs(ratio - 1) < 0.03, session.hasWords,
      session.hash?.isWhole == true
    else { return nil }
    return BrokenPromise(
      event: metadata.event, at: metadata.at,
      text: "Metadata counts \(count(told, "channel")) where \(sent) \(sent == 1 ? "was" : "were") sent, and the length is that of \(sent)")
  }
}
