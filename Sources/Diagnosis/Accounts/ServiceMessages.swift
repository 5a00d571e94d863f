internal import Speech
internal import Timeline

/// What the service's own messages owe, each for itself and one to another: they are JSON in text frames, say a thing once, do not contradict
/// themselves, and settle every word.
struct ServiceMessages {
  private let session: SessionFacts
  private let service: HopFacts

  init(_ session: SessionFacts, _ service: HopFacts) {
    self.session = session
    self.service = service
  }

  /// Where finals leave words unsettled their times are not those of their words: then what seems to come behind them says nothing more.
  var entries: [Entry] {
    let unsettled = unsettled
    return [malformed, binary, repeated, remarks, contradiction, overlap, unsettled == nil ? stale : nil, unsettled, afterTheEnd]
      .compactMap { $0 }
  }

  private var malformed: Entry? {
    let broken = service.messages.filter { $0.value.fault != nil }
    guard let first = broken.first else { return nil }
    return entry(
      .altered, first, Double(broken.count), "messages",
      "\(count(broken.count, "message")) of the service's cannot be parsed: \(first.value.unreadableBecause?.prefix(160) ?? "no JSON")")
  }

  private var binary: Entry? {
    let binary = service.messages.filter { !$0.value.isText }
    guard let first = binary.first else { return nil }
    return entry(
      .altered, first, Double(binary.count), "messages", "\(count(binary.count, "message")) of the service's came in binary frames")
  }

  private var repeated: Entry? {
    let results = service.results.filter { !$0.value.text.isEmpty }
    let repeats = ResultsDuplicated.repeats(results)
    guard let first = repeats.first else { return nil }
    return entry(
      .repeated, first.again, Double(repeats.count), "results", also: first.once.event,
      "\(count(repeats.count, "result")) came from the service again: \"\(first.again.value.text.prefix(40))\"")
  }

  /// One Metadata closes a stream, and a moment is told once.
  private var remarks: Entry? {
    var known: [Remark: Int64] = [:]
    for remark in service.remarks {
      guard let facts = remark.value.facts else {
        if remark.value.time != nil, let once = known[remark.value] {
          return entry(.repeated, remark, 1, "messages", also: once, "\(remark.value.name) of the same moment came from the service again")
        }
        known[remark.value] = known[remark.value] ?? remark.event
        continue
      }
      // An empty one may stand in front: it says what will be heard, and nothing that was.
      let name = Remark(name: Metadata.type, isText: true)
      if facts.duration != nil, let once = known[name] {
        return entry(.repeated, remark, 1, "messages", also: once, "a second Metadata came from the service on one connection")
      }
      if facts.duration != nil { known[name] = remark.event }
    }
    return channels
  }

  private var channels: Entry? {
    guard let metadata = service.metadata, let told = metadata.value.channels, let declared = DeclaredAudio(service).channels,
      told != declared
    else { return nil }
    return entry(
      .altered, metadata, 1, "messages", of: .heard,
      "the service's Metadata counts \(count(told, "channel")) where \(declared) are declared")
  }

  private var contradiction: Entry? {
    for result in service.results {
      guard let why = result.value.contradiction else { continue }
      // Words that are not its own come of no audio; flags and times may.
      return entry(
        .altered, result, 1, "results", of: result.value.contradictsItsWords ? .agreement : .heard,
        "a result of the service's contradicts itself: \(why)")
    }
    return nil
  }

  /// Two finals of the same audio.
  private var overlap: Entry? {
    let again = Set(ResultsDuplicated.repeats(service.finals).map(\.again.event))
    let finals = service.finals.filter { !again.contains($0.event) }
    let setbacks = Set(finals.map { $0.value.channel ?? 0 }).sorted().flatMap { FinalTiling(finals, channel: $0).setbacks }
    guard let setback = setbacks.first(where: { $0.seconds < -0.1 }) else { return nil }
    return entry(
      .altered, setback.next, 1, "results", also: setback.previous.event,
      "a final of the service's begins at \(decimal(setback.next.value.start ?? 0, 2)) s, \(decimal(-setback.seconds, 2)) s before the end of the one in front of it"
    )
  }

  /// An interim of audio that a final has settled.
  private var stale: Entry? {
    StaleInterim(in: service.results).flatMap { stale in
      entry(
        .moved, stale.interim, 1, "results",
        sentence(
          "the service sent an interim that begins at \(decimal(stale.interim.value.start ?? 0, 2)) s behind a final that reaches to ",
          "\(decimal(stale.end, 2)) s"))
    }
  }

  /// Words of an interim that no final settled, though the service says that it is through. What nobody can read may have been the final, and a
  /// result that contradicts itself is a matter of its own.
  var unsettled: Entry? {
    guard let metadata = service.metadata, metadata.value.sha256 != "incomplete", service.endOfStream() != nil,
      let open = open(before: metadata.at)
    else { return nil }
    return entry(
      .missing, open, 1, "finals", also: metadata.event, of: .heard,
      "the service sent \"\(open.value.text.prefix(40))\" as an interim, and no final of its covers these words")
  }

  /// The last interim whose words no final settled: neither one of their time nor, at another time than theirs, the next that comes.
  func open(before end: Nanoseconds = .max) -> Located<ResultText>? {
    guard !service.messages.contains(where: { $0.value.fault != nil }) else { return nil }
    let settled = CoveredTimes(service.finals)
    let denied = Set(service.results.filter { $0.value.contradiction != nil }.map(\.value.text))
    var next: [Int: [String]] = [:]
    for result in service.results.reversed() {
      let words = WordNormalizer.words(result.value.text)
      let channel = result.value.channel ?? 0
      if result.value.isFinal == true, !words.isEmpty { next[channel] = words }
      guard result.value.isFinal == false, result.at < end, !words.isEmpty, !denied.contains(result.value.text),
        let start = result.value.start, let duration = result.value.duration
      else { continue }
      let timed = result.value.words
      let place = timed.isEmpty ? start + duration / 2 : timed[timed.count / 2].start
      if !settled.holds(place, channel: result.value.channel), next[channel]?.starts(with: words) != true { return result }
    }
    return nil
  }

  /// A result behind the Metadata of a stream that came to its end, which is the last that a service says.
  private var afterTheEnd: Entry? {
    guard let metadata = service.metadata, metadata.value.sha256 != "incomplete", service.endOfStream() != nil,
      let late = service.results.first(where: { $0.event > metadata.event && !$0.value.text.isEmpty })
    else { return nil }
    return entry(
      .moved, late, 1, "results", also: metadata.event, of: .heard,
      "the service sent \"\(late.value.text.prefix(40))\" behind its Metadata, which closes a stream")
  }

  private func entry<Value>(
    _ manner: Entry.Manner, _ at: Located<Value>, _ amount: Double, _ unit: String, also event: Int64? = nil, of duty: Duty = .agreement,
    _ text: String
  ) -> Entry {
    Entry(
      session, duty, manner, .serviceToRelay, connection: service.connection, from: Moment(at, on: .service),
      amount: .init(amount, unit), events: [event, at.event], text)
  }
}
