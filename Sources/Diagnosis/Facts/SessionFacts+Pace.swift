internal import Audio
internal import Speech
package import Timeline

extension SessionFacts {
  /// True where the scenario stops reading for a while: what comes late then is the client's own doing.
  var readsSlowly: Bool { !steps(.stopReading).isEmpty }

  /// From when a client that stopped reading read no more, to the end; nil where it went on.
  var unreadFrom: Nanoseconds? {
    guard let stopped = steps(.stopReading).last, steps(.readAgain).last.map({ $0.event < stopped.event }) ?? true else { return nil }
    return stopped.at
  }

  /// When the client took a step of its scenario.
  func steps(_ topic: Note.Topic) -> Series<Located<Note>> { notes.filter { $0.value.code == .step && $0.value.topic == topic } }

  /// True where the client was not reading when the connection broke: what it was told last, a Close frame even, went with the connection
  /// (a reset discards what has come and was not read), and it learned of the end long after that.
  var missedTheEnd: Bool {
    guard readsSlowly, client.close(by: .relay) == nil, client.close(by: .client) == nil, let end = client.end else { return false }
    // At a limit we end it ourselves, in the middle of what had piled up.
    return end.value.by != .client || floods.contains { $0.value.sender == .relay }
  }

  /// True where the relay's goodbye stood among what the client had not read yet: when it was sent, nobody can tell from here.
  var endCameWithBacklog: Bool {
    guard readsSlowly, let ended = relayEnded else { return false }
    guard let again = steps(.readAgain).last else { return true }
    return ended.at - again.at < .milliseconds(50)
  }

  /// A telephone call in messages: its client takes no results on its own connection, and may send its two sides apart.
  var isCall: Bool {
    info.isOpenEnded == true && info.audio?.encoding == AudioFormat.Encoding.mulaw.rawValue && info.audio?.sampleRate == 8000
  }

  /// The relay's word that it is ready, where that came when the client was speaking already, and nothing else is agreed.
  var readyAfterAudio: Located<ReadMessage>? {
    guard info.ready == nil, let first = client.audio.first else { return nil }
    return client.messages.first { message in
      message.at > first.at && message.value.kind == .ready && message.value.label?.lowercased().contains("ready") == true
    }
  }

  /// Seconds of audio that the client had sent by then.
  func sentSeconds(by time: Nanoseconds) -> Double {
    guard let audio = info.audio, audio.bytesPerSecond > 0 else { return 0 }
    return Arrivals(clientSound.pieces, bytesPerSecond: audio.bytesPerSecond).seconds(by: time)
  }

  /// True where the client sends its audio about as fast as it is spoken, and means to.
  var keepsPace: Bool {
    guard !provokes("pacing-too-fast"), !provokes("pacing-bursty"), let audio = info.audio else { return false }
    guard let pace = Pace(clientSound.pieces, bytesPerSecond: audio.bytesPerSecond) else { return true }
    return pace.factor < 1.15
  }

  /// Bytes of what reaches the service in a second of the client's audio: a relay may convert it. Nil where the bytes are of an unknown kind and
  /// another amount.
  var arrivingBytesPerSecond: Int? {
    guard let audio = info.audio, audio.bytesPerSecond > 0 else { return nil }
    if let format = carriage?.arrivingFormat { return format.bytesPerSecond }
    if audio.isCompressed, carriage != nil { return audio.bytesPerSecond }
    guard let arrived = service?.audioBytes.count, arrived * 10 >= client.audioBytes.count * 8,
      arrived * 8 <= client.audioBytes.count * 10
    else { return nil }
    return audio.bytesPerSecond
  }

  /// How much of the audio that was sent reached the service, by its length: 1 where it is as long. Nil where it cannot be told.
  var arrivedShare: Double? {
    if let seconds = serviceSound?.seconds, let sent = sentSeconds, sent > 0 { return seconds / sent }
    guard let service, let arriving = arrivingBytesPerSecond, let sent = sentSeconds, sent > 0 else { return nil }
    return Double(service.audioBytes.count) / Double(arriving) / sent
  }

  /// The last of the client's messages that reached the service, by the length of what did; nil where that is not known.
  var lastForwarded: HopFacts.AudioPiece? {
    guard let service, let rate = arrivingBytesPerSecond, let own = info.audio?.bytesPerSecond, rate > 0, own > 0 else { return nil }
    let arrived = Double(service.audioBytes.count) / Double(rate) - 0.001
    var sent = 0.0
    return client.audio.first { piece in
      sent += Double(piece.bytes) / Double(own)
      return sent >= arrived
    }
  }

  /// Latency as the service's vendor defines it: seconds of audio sent minus the end of what an interim covers; finals ignored.
  var interimLatency: Percentiles? { interimLateness.flatMap(Percentiles.init) }

  /// The same for each interim that tells what it covers; nil where nobody knows what was sent.
  package var interimLateness: [Nanoseconds]? {
    guard let audio = info.audio, audio.bytesPerSecond > 0 else { return nil }
    let arrivals = Arrivals(clientSound.pieces, bytesPerSecond: audio.bytesPerSecond)
    return results.filter { $0.value.isFinal == false }.compactMap { result in
      result.value.end.map { .seconds(arrivals.seconds(by: result.at) - $0) }
    }
  }

  /// What the way to the relay and back takes, by the handshake; a second at most, above which it is the relay that takes its time.
  var roundTrip: Nanoseconds {
    guard let asked = client.request?.at, let answered = client.response?.at else { return 0 }
    return min(max(0, answered - asked), .seconds(1))
  }

  /// The latency on one hop, for interims that came while audio was still being sent: behind its end X stands still. Audio that came faster than
  /// it sounds, or out of a queue, counts from when it came: nobody answers sooner.
  func lateness(on hop: HopFacts) -> [Nanoseconds] {
    guard let last = hop.audio.last, let arrivals = arrivals(on: hop) else { return [] }
    return hop.results.filter { $0.at <= last.at + .milliseconds(300) && $0.value.isFinal == false }.compactMap { result in
      result.value.end.map { end in
        let late = Nanoseconds.seconds(arrivals.seconds(by: result.at) - end)
        return min(late, arrivals.time(of: end).map { result.at - $0 } ?? late)
      }
    }
  }

  /// The same for interims that came when the audio was over: how long after the last of what they reach to had come.
  func waitsBehindAudio(on hop: HopFacts) -> [Nanoseconds] {
    guard let last = hop.audio.last, let arrivals = arrivals(on: hop) else { return [] }
    return hop.results.filter { $0.at > last.at + .milliseconds(300) && $0.value.isFinal == false && !$0.value.text.isEmpty }
      .compactMap { result in result.value.end.flatMap(arrivals.time).map { result.at - $0 } }
  }

  /// When the audio of a hop came, by the clock of who takes it; nil where its length can't be told.
  func arrivals(on hop: HopFacts) -> Arrivals? {
    guard let rate = hop.hop == .service ? countedBytesPerSecond(on: hop) : info.audio?.bytesPerSecond, rate > 0 else { return nil }
    return Arrivals(sound(on: hop), bytesPerSecond: rate)
  }

  /// Bytes in which the service counts a second: it is told more channels, or a higher rate, than it gets, and waits that much longer for them.
  private func countedBytesPerSecond(on service: HopFacts) -> Int? {
    let told = info.audio?.isCompressed == true ? nil : DeclaredAudio(service).bytesPerSecond
    return arrivingBytesPerSecond.map { max($0, told ?? 0) }
  }

  /// How the latency on one hop grows, where it does.
  func latenessGrowth(on hop: HopFacts) -> Growth? {
    let interims = hop.results.filter { $0.value.isFinal == false && $0.value.end != nil }
    return Growth(zip(interims.map(\.at), lateness(on: hop)).map { ($0, $1) })
  }

  /// The audio of a hop, each message counted by the time that it holds; what comes behind the end of the stream no service hears any more.
  func sound(on hop: HopFacts) -> Series<HopFacts.AudioPiece> {
    guard hop.hop == .service else { return clientSound.pieces }
    let pieces = serviceSound?.pieces ?? hop.audio
    return hop.endOfStream().map { end in Series(pieces.prefix { $0.event < end.event }) } ?? pieces
  }
}
