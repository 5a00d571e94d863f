internal import Audio
package import Speech
package import Timeline

/// The arithmetic of one session's symptoms. Nil is "can't be known", never 0; percentiles say how many values they rest on.
package struct SymptomFigures: Sendable, Equatable {
  /// How audio went over one hop.
  package struct HopPace: Sendable, Equatable {
    /// Binary messages with audio.
    package var messages: Int
    /// Seconds of audio a second, 1 at real time; nil below one second of audio, and where all of it came at once.
    package var factor: Double?
    /// How far the time to the next message is from the audio in this one; pauses of a second and more left out.
    package var jitter: Percentiles?
    /// Bytes that went over the hop in a second; nil where `factor` is.
    package var bytesPerSecond: Double?
    /// What a second of audio comes to in the format that is declared on this hop; nil where none is, or it is of no fixed size.
    package var declaredBytesPerSecond: Int?
    /// The longest time between two messages; nil below two.
    package var longestGap: Nanoseconds?

    package init(
      messages: Int, factor: Double? = nil, jitter: Percentiles? = nil, bytesPerSecond: Double? = nil,
      declaredBytesPerSecond: Int? = nil, longestGap: Nanoseconds? = nil
    ) {
      self.messages = messages
      self.factor = factor
      self.jitter = jitter
      self.bytesPerSecond = bytesPerSecond
      self.declaredBytesPerSecond = declaredBytesPerSecond
      self.longestGap = longestGap
    }
  }

  /// X − Y at the first interim that tells what it covers.
  package var firstInterim: Nanoseconds?
  /// X − Y at the last of them.
  package var lastInterim: Nanoseconds?
  /// From the client's stop to the last final behind it.
  package var finalAfterStop: Nanoseconds?
  /// From the service to the client, for each result that was seen on both hops; the network between them is in it.
  package var relay: Percentiles?
  /// Nil where no audio went over the hop; for the service hop also where it was not seen.
  package var client: HopPace?
  package var service: HopPace?
  /// Word by word, expected against received; nil where one of them is not known.
  package var alignment: [AlignedWord]?

  package init(
    firstInterim: Nanoseconds? = nil, lastInterim: Nanoseconds? = nil, finalAfterStop: Nanoseconds? = nil, relay: Percentiles? = nil,
    client: HopPace? = nil, service: HopPace? = nil, alignment: [AlignedWord]? = nil
  ) {
    self.firstInterim = firstInterim
    self.lastInterim = lastInterim
    self.finalAfterStop = finalAfterStop
    self.relay = relay
    self.client = client
    self.service = service
    self.alignment = alignment
  }
}

extension SymptomFigures {
  init(_ session: SessionFacts) {
    let lateness = session.interimLateness ?? []
    firstInterim = lateness.first
    lastInterim = lateness.last
    if let stop = session.stop, let final = session.finals.last, final.at >= stop.at { finalAfterStop = final.at - stop.at }
    if session.service != nil { relay = Percentiles((session.flow.pairs + session.flow.retimed).map(\.delay)) }
    let audio = session.info.audio
    client = HopPace(session.client.audio, audioBytesPerSecond: audio?.bytesPerSecond, declared: audio?.bytesPerSecond)
    service = session.service.flatMap { hop in
      // Where the relay sends another format, what a second of its bytes sounds like is its own declaration.
      let declared = DeclaredAudio(hop).bytesPerSecond
      let same = hop.audioBytes.count == session.client.audioBytes.count
      return HopPace(hop.audio, audioBytesPerSecond: same ? audio?.bytesPerSecond : declared, declared: declared)
    }
    if let expected = audio?.transcript, let received = session.transcript {
      alignment = WordErrorRate.measure(expected: expected, received: received).alignment
    }
  }
}

extension SymptomFigures.HopPace {
  /// - Parameter audioBytesPerSecond: What a second of the audio really comes to; nil where nobody knows.
  init?(_ pieces: Series<HopFacts.AudioPiece>, audioBytesPerSecond: Int?, declared: Int?) {
    guard !pieces.isEmpty else { return nil }
    messages = pieces.count
    declaredBytesPerSecond = declared
    let gaps = zip(pieces, pieces.dropFirst()).map { $1.at - $0.at }
    longestGap = gaps.max()
    guard let rate = audioBytesPerSecond, rate > 0 else { return }
    if let pace = Pace(pieces, bytesPerSecond: rate), pace.factor.isFinite {
      factor = pace.factor
      bytesPerSecond = pace.factor * Double(rate)
    }
    jitter = Percentiles(
      zip(gaps, pieces).filter { $0.0 < .seconds(1) }.map { gap, piece in
        abs(gap - Nanoseconds.seconds(Double(piece.bytes) / Double(rate)))
      })
  }
}

extension DeclaredAudio {
  /// Bytes of a second of audio as the query declares it; nil where it does not, or where the encoding has no fixed size.
  var bytesPerSecond: Int? {
    let channels = channels ?? 1
    // A query may say anything.
    guard let encoding = encoding.flatMap(AudioFormat.Encoding.init(rawValue:)), let sampleRate, (1...1_000_000).contains(sampleRate),
      (1...1000).contains(channels)
    else { return nil }
    return AudioFormat(encoding: encoding, sampleRate: sampleRate, channels: channels).bytesPerSecond
  }
}
