internal import Speech
package import Timeline
internal import Wire

/// A recording, read for the rules; a reference, as `SessionFacts` are.
package final class RunFacts: Sendable {
  package let run: RunInfo
  /// Sessions that were played (skipped ones have no events).
  package let sessions: Series<SessionFacts>
  /// Sessions in which the service was made to fail: no ordinary rule looks at them.
  let outages: Series<Outage>
  /// Recordings that were sent whole over HTTP; what rules say of connections is not for them.
  package let oneShots: Series<OneShotFacts>
  /// Service connections that carry audio of no session that is known: nobody could be matched to them.
  package let strays: Int
  /// What is true of some session, or of none: rules ask for it session by session.
  let some: SomeSession
  /// What they lose in the middle of their audio.
  let lostPieces: LostPieces
  /// Entries about results, by session and by the connection of its client: the books and five rules ask for them.
  private let resultEntries: [Leg: [Entry]]
  /// How long what a relay says takes to its client, in the session where it takes longest; from the client hop it is looked at only where a
  /// Close got no answer.
  let wayBack: Nanoseconds
  /// From the client hop: in some session more was counted than was sent, or other audio.
  let holdsOtherAudio: Bool
  /// How long after its client came the relay dialled, in the session where it took longest; nil where it never did.
  let latestDial: Nanoseconds?
  /// In some session nothing went through any more, though nobody had ended anything.
  let waysBreak: Bool
  /// That the relay which the run started is gone, and how it ended; nil: it is not, or somebody else started it.
  let relayDied: Located<Note>?
  /// The relay let in clients that keep no browser's rules.
  let letsOthersIn: Bool
  /// After what time the relay left clients that were still speaking.
  let leavings: Leavings
  /// The rate that the relay seems to declare, by how long the service found the audio.
  let declaredRates: DeclaredRates
  /// Which sessions went on at the same time.
  let sideBySide: SideBySide
  private let places: [Int: Int]
  private let oneShotPlaces: [Int: Int]
  /// Sessions whose client was not let in without a word of why, in the order of beginning.
  private let turnedAway: [(begun: Nanoseconds, place: Int)]

  /// How long the service finds the audio of a format, from session to session.
  let counts: CountedLengths

  /// When connections to the service were dialled that carried no audio beside others that did, in order.
  private let idleDials: [Nanoseconds]

  /// Whether such a connection was dialled in a time.
  func dialledInVain(from: Nanoseconds, until: Nanoseconds) -> Bool {
    let next = idleDials.partitioningIndex { $0 >= from }
    return next < idleDials.count && idleDials[next] < until
  }

  /// From when to when each connection to the service was there, whosesoever it was.
  private let spans: Spans

  /// Whether any connection to the service was there while a session's client was: some relays keep one for all their clients.
  func hasServiceConnection(during session: SessionFacts) -> Bool {
    let from = session.client.begun
    return !spans.meeting(from + 1, session.lastEventAt, around: from, atMost: 1).isEmpty
  }

  package init(_ recording: Recording) {
    run = recording.run
    spans = Self.spans(recording.events)
    let bySession = EventsBySession(recording.events)
    let unowned = bySession.of(0).filter { event in
      guard event.hop == .service, case .frame(let frame) = event.kind else { return false }
      return frame.sender == .relay && !frame.frame.opcode.isControl && frame.frame.opcode != .text && !frame.frame.payload.isEmpty
    }
    strays = Set(unowned.map(\.connection)).count
    idleDials = bySession.of(0).compactMap { event -> Nanoseconds? in
      guard event.hop == .service, case .request = event.kind else { return nil }
      return event.at
    }.sorted()
    var handshakes: [Int: [Event]] = [:]
    for event in recording.events where event.hop == .service {
      switch event.kind {
      // A connection has one request and one answer: what comes after those opens nothing.
      case .request, .response:
        if handshakes[event.connection, default: []].count < 4 { handshakes[event.connection, default: []].append(event) }
      default: break
      }
    }
    let interrupted = recording.run.interrupted || !recording.run.finished
    let oneShots = recording.sessions.compactMap { info in
      OneShotFacts(info, bySession.of(info.number), interrupted: info.isCut(inInterruptedRun: interrupted))
    }
    self.oneShots = Series(oneShots)
    let sentWhole = Set(oneShots.map(\.info.number))
    let played: Series<SessionFacts> = Series(
      recording.sessions.compactMap { info in
        let events = bySession.of(info.number)
        guard !events.isEmpty, !sentWhole.contains(info.number) else { return nil }
        return Self.session(info, events, handshakes, recording.run, interrupted: interrupted)
      })
    let made: [Outage] = played.indices.compactMap { place in
      Outage(played[place], next: place + 1 < played.count ? played[place + 1] : nil)
    }
    outages = Series(made)
    let failed = Set(outages.map(\.session.info.number))
    sessions = played.filter { !failed.contains($0.info.number) }
    some = SomeSession(sessions)
    counts = CountedLengths(sessions)
    lostPieces = LostPieces(sessions)
    let needsWayBack = recording.run.serviceHop != .unseen || sessions.contains { $0.unansweredClose != nil }
    // A client that reads slowly shows how long it lets messages lie.
    wayBack = needsWayBack ? sessions.filter { !$0.readsSlowly }.map(\.wayBack).max() ?? 0 : 0
    holdsOtherAudio = recording.run.serviceHop == .unseen && sessions.contains(where: \.holdsOtherAudio)
    waysBreak = sessions.contains { $0.standstill != nil }
    latestDial = sessions.compactMap { session in session.services.first.map { $0.begun - session.client.begun } }.max()
    resultEntries = recording.run.serviceHop == .unseen ? [:] : Self.resultEntries(sessions)
    relayDied = sessions.compactMap { $0.notes.first { $0.value.code == .relayDied } }.min { $0.event < $1.event }
    letsOthersIn = sessions.contains { !$0.isBrowser && $0.client.response?.value.status == 101 }
    leavings = Leavings(sessions)
    declaredRates = DeclaredRates(sessions)
    sideBySide = SideBySide(sessions)
    places = Dictionary(zip(sessions.map(\.info.number), sessions.indices), uniquingKeysWith: { first, _ in first })
    oneShotPlaces = Dictionary(zip(oneShots.map(\.info.number), oneShots.indices), uniquingKeysWith: { first, _ in first })
    turnedAway = sessions.enumerated().compactMap { place, session in
      guard !session.client.isOpen, session.client.failure != nil || session.client.response == nil else { return nil }
      return (session.client.begun, place)
    }.sorted { $0 < $1 }
  }

  private struct Leg: Hashable {
    let session: Int
    let connection: Int

    init(_ session: SessionFacts) {
      self.session = session.info.number
      connection = session.client.connection
    }
  }

  private static func resultEntries(_ sessions: Series<SessionFacts>) -> [Leg: [Entry]] {
    // Kinds of Metadata and speech events that some client got: what a relay never passes on it leaves out by design.
    // What the service sent in binary frames may pass by what looks at texts.
    let binary = Set(sessions.flatMap(\.services).flatMap(\.remarks).map(\.value).filter { !$0.isText }.map(\.kind))
    // So does what is made binary on the way to it: it counts where no message comes as text.
    let hasTexts = sessions.contains { $0.client.messages.contains { $0.value.isText } }
    let got = sessions.flatMap(\.client.remarks).map(\.value).filter { $0.isText || !hasTexts && !binary.contains($0.kind) }
    let passed = Set(got.map(\.kind))
    return Dictionary(
      sessions.flatMap(\.legs).map { (Leg($0), ResultsBook.acrossTheRelay($0, passed: passed)) }, uniquingKeysWith: { first, _ in first })
  }

  /// What the service said and what the client got of it, where the two differ; none where the service hop is not seen.
  func resultEntries(_ session: SessionFacts) -> [Entry] { resultEntries[Leg(session)] ?? [] }

  private static func spans(_ events: Series<Event>) -> Spans {
    var spans: [Int: Range<Nanoseconds>] = [:]
    for event in events where event.hop == .service {
      let span = spans[event.connection] ?? event.at..<Nanoseconds.max
      switch event.kind {
      case .ended, .failed: spans[event.connection] = span.lowerBound..<max(span.lowerBound, event.at)
      default: spans[event.connection] = span
      }
    }
    return Spans(spans.values.map { ($0.lowerBound, $0.upperBound) })
  }

  /// The first session from a time on whose client was turned away, by a failure or without an answer.
  func turnedAway(from time: Nanoseconds) -> SessionFacts? {
    let first = turnedAway.partitioningIndex { $0.begun >= time }
    return first < turnedAway.count ? sessions[turnedAway[first].place] : nil
  }

  /// The recording that was sent whole under a number.
  package func oneShot(_ number: Int) -> OneShotFacts? { oneShotPlaces[number].map { oneShots[$0] } }

  /// The session of a number, where it was played.
  package func session(_ number: Int) -> SessionFacts? {
    ordinarySession(number) ?? outages.first { $0.session.info.number == number }?.session
  }

  /// The same, where the ordinary rules look at it: the service was not made to fail in it.
  package func ordinarySession(_ number: Int) -> SessionFacts? { places[number].map { sessions[$0] } }

  /// Whether the relay's other side could be seen at all.
  package var seesServiceHop: Bool { run.serviceHop != .unseen }

  /// - Parameters:
  ///   - handshakes: Of every service connection: one that a relay uses again was opened in another session.
  ///   - run: Says whether the client's connection is the service's own, and whether digests stand in place of the audio.
  private static func session(
    _ info: SessionInfo, _ events: EventsBySession.Own, _ handshakes: [Int: [Event]], _ run: RunInfo, interrupted: Bool
  ) -> SessionFacts {
    Work.pass(.reading)
    var clients: [Int: HopReader] = [:]
    var services: [Int: HopReader] = [:]
    var notes: Series<Located<Note>> = []
    var room: [Int: (messages: Int, bytes: Int)] = [:]
    for event in events {
      guard case .frame(let frame) = event.kind, frame.frame.opcode == .binary, frame.sender == event.hop?.dialler else { continue }
      room[event.connection, default: (0, 0)].messages += 1
      room[event.connection, default: (0, 0)].bytes += frame.frame.payload.count
    }
    let ready = info.ready.flatMap { try? JSONValue(parsing: Array($0.utf8)) }.flatMap { JSONCondition(json: $0) }
    for event in events {
      if case .note(let note) = event.kind { notes.append(Located(note, event)) }
      switch event.hop {
      case .client:
        clients[event.connection, default: reader(of: event, info.messages, ready: ready, room: room[event.connection])].read(event)
        guard run.serviceHop == .direct else { break }
        let mirrored = DirectSession.onServiceHop(event)
        services[event.connection, default: reader(of: mirrored, info.messages, room: room[event.connection])].read(mirrored)
      case .service:
        services[
          event.connection, default: reader(of: event, info.messages, handshakes[event.connection] ?? [], room: room[event.connection])
        ]
        .read(event)
      case nil: break
      }
    }
    let isSealed = run.unrecorded.contains(.sound)
    func facts(_ readers: [Int: HopReader]) -> [HopFacts] {
      readers.sorted { $0.key < $1.key }.map { reader in
        var facts = reader.value.facts
        facts.isSealed = isSealed
        return facts
      }
    }
    let hops = Series(facts(clients))
    let sent = Dictionary(grouping: hops) { $0.audioBytes.count }
    return SessionFacts(
      info: info, clients: hops, services: Series(facts(services).map { sharing($0, sent) }), notes: notes,
      interrupted: info.isCut(inInterruptedRun: interrupted),
      lastEventAt: events.map(\.at).max() ?? 0)
  }

  /// Audio that arrived as it was sent is kept once.
  /// - Parameter clients: By how many bytes they sent.
  private static func sharing(_ service: HopFacts, _ clients: [Int: [HopFacts]]) -> HopFacts {
    var service = service
    let same = clients[service.audioBytes.count]?.first { $0.audioBytes == service.audioBytes }
    if let same { service.audioBytes = same.audioBytes }
    service.firstBytes = service.looksLike
    return service
  }

  /// - Parameter room: What of audio is to come, so that hours of it are not copied as they grow.
  private static func reader(
    of event: Event, _ messages: MessagesSetting, _ handshake: [Event] = [], ready: JSONCondition? = nil, room: (messages: Int, bytes: Int)?
  ) -> HopReader {
    var reader = HopReader(hop: event.hop ?? .client, connection: event.connection, messages: messages, ready: ready, begun: event.at)
    if let room { reader.reserve(room.messages, bytes: room.bytes) }
    for opening in handshake where opening.session != event.session { reader.read(opening) }
    return reader
  }
}

extension SessionInfo {
  /// Ended from outside: by itself, as a tap that is stopped does it to what goes on, or with its run.
  fileprivate func isCut(inInterruptedRun isInterrupted: Bool) -> Bool { outcome == .interrupted || isInterrupted && endedAt == nil }
}
