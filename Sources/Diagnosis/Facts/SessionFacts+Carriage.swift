internal import Audio
internal import Speech
internal import Timeline

extension SessionFacts {
  /// Why the end of the audio may be missing at the service without the relay having lost it; nil where all of it was due there.
  var cutShort: String? {
    if interrupted { return "the session was interrupted" }
    guard let stop else { return "the client left before it said that its audio was over" }
    if let ended = relayEnded, ended.event < stop.event { return "the relay had left before the client said stop" }
    guard let service else { return "no connection to the service" }
    if missedTheEnd, let end = service.relayGoodbye?.at ?? service.end?.at, end < stop.at {
      return "the relay had left before the client said stop"
    }
    if let left = service.relayGoodbye, left.at < stop.at, service.endOfAudio == nil {
      return "the relay had left the service before the client said stop"
    }
    // Behind its own end of the stream nothing is due: that it came too early is another matter.
    if let over = service.endOfStream(), over.at < stop.at - Self.clockUncertainty, client.endOfStream(before: over.event) == nil {
      return "the relay had ended its stream to the service before the client said stop"
    }
    if let goodbye = service.serviceGoodbye, service.endOfAudio.map({ $0.event > goodbye.event }) ?? true {
      return "the service ended the connection first"
    }
    guard service.endOfAudio != nil || service.relayGoodbye != nil else { return "the relay never ended its stream to the service" }
    return nil
  }

  /// True where the end of the client's audio does reach the service, behind the relay's own end of the stream.
  func isBehindTheEnd(_ end: Range<Int>, _ carriage: Carriage) -> Bool {
    guard let service, carriage.comparison.isOwnBytes else { return false }
    let heard = service.untilCloseStream.audioBytes.count
    guard heard < service.audioBytes.count else { return false }
    let compared = AudioComparison(
      sent: Array(carriage.client.bytes[end]), arrived: Array(service.audioBytes[heard...]), width: carriage.sentFormat.encoding.width)
    return !compared.unrelated && compared.missing.reduce(0) { $0 + $1.count } * 2 < end.count
  }

  /// The client's message up to which the service heard, where its Metadata counts fewer seconds than were sent.
  var lastHeard: HopFacts.AudioPiece? {
    guard let counted = metadata?.value.duration, let rate = info.audio?.bytesPerSecond, rate > 0 else { return nil }
    return AudioStream(client).piece(at: Int(counted * Double(rate)))
  }

  /// The relay's end of the stream towards the service, whatever it looked like.
  var streamEnd: Located<Void>? {
    guard let service else { return nil }
    let said = service.endOfAudio.map { Located((), event: $0.event, at: $0.at) }
    let left = service.relayGoodbye.map { Located((), event: $0.event, at: $0.at) }
    return [said, left].compactMap { $0 }.min { $0.event < $1.event }
  }

  /// What it took the relay to pass the client's audio on, by a share of it; nil where too little arrived.
  func delay(atByte place: Int) -> Nanoseconds? {
    guard let carriage, let sent = carriage.client.piece(at: place), let arrived = carriage.service.piece(at: place) else { return nil }
    return arrived.at - sent.at
  }
}
