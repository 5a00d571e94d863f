internal import Audio
package import Speech
package import Timeline

/// What one session was and did, on both hops. Read once and handed to every rule, so a reference: a copy would be a hundred of them.
package final class SessionFacts: Sendable {
  package let info: SessionInfo
  /// Connections of the client, in order: one, or more where it came back. Never empty.
  package let clients: Series<HopFacts>
  /// Connections that the relay opened to the service for this session, in order.
  package let services: Series<HopFacts>
  package let notes: Series<Located<Note>>
  /// From outside, or at a limit: what was still to come was not awaited.
  package let interrupted: Bool
  /// The time of the session's last event, of whatever kind.
  package let lastEventAt: Nanoseconds
  /// What the audio took from the client through the relay to the service, at its quickest.
  let travel: Nanoseconds
  /// Which of the service's results reached the client.
  package let flow: ResultFlow
  /// Which of the client's messages are the service's own, byte for byte.
  package let passage: Passage
  /// The client's audio beside what reached the service; nil where one of the two is missing.
  package let carriage: Carriage?
  /// What the Metadata's hash says of the client's audio; nil where there is none.
  package let hash: HashEvidence?
  /// The audio of each hop by the time that its messages hold.
  let clientSound: SoundPieces
  let serviceSound: SoundPieces?
  /// The session once for each connection of its client, with what belongs to that connection; empty where there is only one.
  private let ownLegs: Series<SessionFacts>

  init(
    info: SessionInfo, clients: Series<HopFacts>, services: Series<HopFacts>, notes: Series<Located<Note>>, interrupted: Bool,
    lastEventAt: Nanoseconds
  ) {
    self.info = info
    self.clients = clients.isEmpty ? [HopFacts(hop: .client, connection: 0)] : clients
    self.services = services
    self.notes = notes
    self.interrupted = interrupted || notes.contains { $0.value.limit != nil }
    self.lastEventAt = lastEventAt
    client = self.clients[0]
    // A client that came back got a service connection of its own.
    let ownServices = Self.services(services, of: self.clients)
    let own = ownServices[0]
    service = own.max { $0.audioBytes.count < $1.audioBytes.count }
    clientSound = SoundPieces(client, info.audio)
    serviceSound = service.map { SoundPieces($0, info.audio) }
    carriage = Carriage(info.audio, client: client, services: own)
    travel = Self.travel(from: client, to: service, carriage)
    // The last of several requests counts its own audio only.
    hash =
      client.requestIDs.count > 1 ? nil : HashEvidence(client.metadata?.value, sent: client, format: info.audio.flatMap { AudioFormat($0) })
    passage = Passage(from: services, to: client)
    flow = ResultFlow(from: service?.results ?? [], to: client.results)
    ownLegs = Self.legs(info, self.clients, ownServices, notes, interrupted: interrupted, lastEventAt: lastEventAt)
  }

  /// The session once for each connection of its client: itself, where there is only one.
  var legs: Series<SessionFacts> { ownLegs.isEmpty ? [self] : ownLegs }

  /// The client's connection; its first, where it came back.
  package let client: HopFacts

  /// True where the scenario breaks this rule on purpose.
  package func provokes(_ rule: String) -> Bool { info.provokes.contains(rule) || triedAnotherStopInVain }

  /// The service connection that carried the client's audio, or the only one.
  package let service: HopFacts?

  // MARK: What the client sent

  /// Bytes of container header in front of the client's samples.
  package var headerBytes: Int {
    if let length = clientSound.headerLength { return length }
    guard info.audio?.container == "wav", case .found(let header) = WAVHeader.scan(Array(client.audioBytes.prefix(4096))) else { return 0 }
    return header.headerLength
  }

  /// Seconds of audio that the client sent, in the format that it says it sends; nil where it streams nothing.
  package var sentSeconds: Double? {
    guard let audio = info.audio else { return nil }
    if let seconds = clientSound.seconds { return seconds }
    return Double(max(0, client.audioBytes.count - headerBytes)) / Double(audio.bytesPerSecond)
  }

  /// Whether it came as far as a message back, or as audio that the service could make something of.
  var hasBegun: Bool { !client.messages.isEmpty || (sentSeconds ?? 0) >= 0.5 }

  /// The client's stop message, where it sent one after its audio: the one that was agreed on, or what a scenario tries in its place.
  package var stop: Located<Void>? { stopMessage.map { Located((), event: $0.event, at: $0.at) } }

  /// The same with what was said; nil in it stands for the Close frame.
  package var stopMessage: Located<HopFacts.Control?>? {
    let lastAudio = client.audio.last?.at ?? .min
    func control(after time: Nanoseconds, _ isStop: (HopFacts.Control) -> Bool) -> Located<HopFacts.Control?>? {
      client.controls.first { $0.at >= time && isStop($0.value) }.map { Located($0.value, event: $0.event, at: $0.at) }
    }
    let agreed: Located<HopFacts.Control?>? =
      switch info.stop {
      case .close:
        // A Close that answers the relay's says nothing of the audio.
        client.close(by: .client).flatMap { own in
          own.at >= lastAudio && relayEnded == nil ? Located(nil, event: own.event, at: own.at) : nil
        }
      case .emptyBinary: control(after: lastAudio) { $0 == .empty }
      case .text(let text):
        control(after: lastAudio) { [wanted = HopFacts.Control(text: Array(text.utf8))] in $0 == wanted }
      }
    if let agreed { return agreed }
    if let closeStream = control(after: lastAudio, { $0 == .closeStream }) { return closeStream }
    guard let step = steps(.stop).last else { return nil }
    return control(after: max(step.at, lastAudio)) { $0 != .keepAlive && $0 != .finalize }
  }

  /// True where the client's stop is the one that the profile names.
  var saidWhatWasAgreed: Bool {
    guard case .text(let agreed) = info.stop, let said = stopMessage?.value else { return true }
    return said == HopFacts.Control(text: Array(agreed.utf8))
  }

  /// True where the whole clip went out: nothing cut it short.
  package var streamedWhole: Bool {
    guard let sent = sentSeconds, let audio = info.audio, audio.seconds > 0 else { return false }
    return sent >= audio.seconds * 0.98
  }

  // MARK: How it ended

  /// When the client left of its own accord: its Close, or the end of TCP by it, before the relay said goodbye.
  package var clientLeft: Nanoseconds? { clientGoodbye.flatMap { own in relayGoodbye.map { own.event < $0.event } ?? true ? own.at : nil } }

  /// The relay's goodbye on the client hop, where it came first: its Close frame, or the end of TCP without one.
  /// A Close that only answers the client's is none.
  package var relayEnded: Located<HopFacts.Close?>? {
    relayGoodbye.flatMap { own in clientGoodbye.map { own.event < $0.event } ?? true ? own : nil }
  }

  private var clientGoodbye: Located<Void>? {
    let closed = client.close(by: .client).map { Located((), event: $0.event, at: $0.at) }
    let ended = client.end.flatMap { $0.value.by == .client ? Located((), event: $0.event, at: $0.at) : nil }
    return [closed, ended].compactMap { $0 }.min { $0.event < $1.event }
  }

  private var relayGoodbye: Located<HopFacts.Close?>? {
    let closed = client.close(by: .relay).map { Located(Optional($0.value), event: $0.event, at: $0.at) }
    let ended: Located<HopFacts.Close?>? = client.end.flatMap { $0.value.by == .client ? nil : Located(nil, event: $0.event, at: $0.at) }
    return [closed, ended].compactMap { $0 }.min { $0.event < $1.event }
  }

  /// A wait of the scenario that ran out.
  package var expiredWait: Located<Note>? { notes.first { $0.value.code == .waitExpired } }

  /// Until when the client would have heard the relay.
  package var listenedUntil: Nanoseconds { clientLeft ?? client.end?.at ?? lastEventAt }

  /// Time that the client went on listening after its last audio (or its stop).
  package var listenedAfterAudio: Nanoseconds {
    guard let last = client.audio.last?.at else { return 0 }
    return max(0, listenedUntil - last)
  }

  // MARK: What came back

  package var results: Series<Located<ResultText>> { client.results }
  package var finals: Series<Located<ResultText>> { client.finals }
  package var metadata: Located<MetadataFacts>? { client.metadata }

  /// Messages that no shape fits: without them understood, silence can't be told from speech.
  package var unreadable: Series<Located<ReadMessage>> { client.unreadable }

  /// True where results of this session carry a word for finality at all.
  package var tellsFinality: Bool { client.tellsFinality }

  /// The finals, or every result where nothing says final.
  package var settled: Series<Located<ResultText>> { tellsFinality ? finals : results }

  /// The words that came back and stand. Nil where nothing came.
  ///
  /// Of a peer that says more than anybody can have spoken, the beginning: its words are compared one by one, and shown.
  package var transcript: String? {
    guard !results.isEmpty else { return nil }
    var transcript = ""
    for result in settled where !result.value.text.isEmpty {
      if !transcript.isEmpty { transcript += " " }
      guard transcript.utf8.count + result.value.text.utf8.count <= Self.mostWords else {
        let left = Self.mostWords - transcript.utf8.count
        return transcript + String(decoding: result.value.text.utf8.prefix(max(0, left)), as: UTF8.self) + " …"
      }
      transcript += result.value.text
    }
    return transcript
  }

  /// Bytes of a transcript: five hours of speech.
  private static let mostWords = 256 << 10
}

extension SessionFacts {
  /// What the service sent up to this time, the relay had the time to pass on: all of it where the relay left only after the service's own
  /// goodbye, else what came a little before the client hop ended.
  package var dueUntil: Nanoseconds {
    let heard = (relayEnded?.at ?? listenedUntil) - max(grace, wayBack + travel)
    let sure = min(heard, backlog?.service.at ?? .max, unreadFrom ?? .max, unheardFrom ?? .max)
    guard let service, unreadFrom == nil, unheardFrom == nil, let ended = relayEnded, let goodbye = serviceGoodbye(notAfter: ended) else {
      return sure
    }
    // A way that broke was not left by anybody who had read on.
    if ended.value == nil, client.end?.value.manner == .reset { return sure }
    // A relay that leaves at once may cross with the service's goodbye: it has not read on only because it left later.
    let asked = service.endOfAudio(after: service.audio.last?.at ?? .min)
    guard asked.map({ ended.at - $0.at > .milliseconds(100) }) ?? true else { return sure }
    return max(sure, goodbye.at)
  }

  /// Seconds of audio that the client sent after a time.
  package func audioSecondsSent(after time: Nanoseconds) -> Double {
    guard let audio = info.audio else { return 0 }
    return Double(clientSound.pieces.reduce(0) { $0 + ($1.at > time ? $1.bytes : 0) }) / Double(audio.bytesPerSecond)
  }

  /// True where at least one final came, and then no message at all, though more than 1.2 s of audio and a stop followed it.
  package var stoppedAfterFinal: Bool {
    guard let final = settled.last, let stop, final.at < stop.at, !client.messages.contains(where: { $0.at > final.at }) else {
      return false
    }
    return audioSecondsSent(after: final.at) > 1.2 && (info.audio?.utterances ?? 1) > 1
  }
}
