package import Audio
internal import Speech
package import Timeline

/// What the reference relay is told: the query it dials, what it understands as a stop, and its patience.
package struct RelaySettings: Sendable, Equatable {
  /// Path of the service's live endpoint.
  package var path: String
  /// The query of the service hop, in this order; percent-encoded when it is dialled.
  package var query: [HeaderField]
  /// Parameters that a client may ask for in its own query; they go on to the service, in place of the relay's own.
  package var forwarded: Set<String>
  /// The value of the `Authorization` header towards the service: `Token …` or `Bearer …`.
  package var authorization: String?
  /// The profile's stop message; the text `stop` and `{"type":"CloseStream"}` are understood besides.
  package var stop: StopSignal
  /// What becomes of the agreed stop message; a good relay ends the stream.
  package var agreedStop = AgreedStop.endsStream
  /// Audio held while the service hop is not open yet, in bytes; above it the client is not read from.
  package var bufferLimit: Int
  /// A client that is silent for so long, after audio began, is covered with a KeepAlive; and so on.
  package var keepAliveInterval: Nanoseconds
  /// The service's hop is ended where no audio came for so long since it opened, and dialled again for the first.
  package var restAfter: Nanoseconds
  /// A client that sends nothing at all for so long is taken for gone.
  package var clientSilenceLimit: Nanoseconds
  /// An empty binary message that no audio follows for so long is taken for a stop, where the profile's is another.
  package var emptyFramePatience: Nanoseconds
  /// How it dials a service again that failed it; nil: it does not, and tells its client.
  package var redial: Redial?
  /// Of the audio that it declares.
  package let bytesPerSecond: Int
  /// Wait for the answer to the service's handshake.
  package var dialTimeout: Nanoseconds
  /// Wait, after CloseStream, for the service's next message or its Close …
  package var drainTimeout: Nanoseconds
  /// … and for all of it: a service that was sent audio faster than real time has much left to say.
  package var drainLimit: Nanoseconds
  /// Wait for the other side's part of the close handshake, and again for the end of TCP.
  package var closeTimeout: Nanoseconds

  /// The longest that one session may take; nil is no limit. At the limit the stream is ended as by a stop, and the client closed with 1008.
  package var sessionLimit: Nanoseconds?
  /// Bytes of audio that one session may send; nil is no limit. Ends like `sessionLimit`.
  package var byteLimit: Int?
  /// Why no session is taken at the moment: clients are accepted and closed with 1013, because a browser could not read a refusal.
  package var turnedAway: String?

  /// The settings of a good relay whose clients send `audio`, headerless or behind a RIFF header.
  ///
  /// - Parameter container: What they send it in; then nothing is declared, for a container tells what is in it.
  package init(
    declaring audio: AudioFormat, in container: AudioContainer? = nil, authorization: String? = nil, stop: StopSignal = .text("stop")
  ) {
    path = "/v1/listen"
    bytesPerSecond = audio.bytesPerSecond
    let declared = [
      HeaderField("encoding", audio.encoding.rawValue),
      HeaderField("sample_rate", "\(audio.sampleRate)"),
      HeaderField("channels", "\(audio.channels)"),
    ]
    query =
      (container == nil ? declared : []) + [
        HeaderField("model", "nova-3"),
        HeaderField("interim_results", "true"),
        HeaderField("endpointing", "300"),
      ]
    forwarded = Self.harmless
    self.authorization = authorization
    self.stop = stop
    bufferLimit = 4 << 20
    keepAliveInterval = .seconds(4)
    restAfter = .seconds(8)
    clientSilenceLimit = .seconds(300)
    emptyFramePatience = .seconds(1)
    dialTimeout = .seconds(10)
    drainTimeout = .seconds(12)
    drainLimit = .seconds(120)
    closeTimeout = .seconds(2)
  }

  /// Sets a parameter where it stands, appends it where it does not, removes it with nil.
  package mutating func set(_ name: String, _ value: String?) {
    let place = query.firstIndex { $0.name == name }
    switch (place, value) {
    case (let place?, let value?): query[place].value = value
    case (let place?, nil): query.remove(at: place)
    case (nil, let value?): query.append(HeaderField(name, value))
    case (nil, nil): break
    }
  }

  /// Takes over another one's limits and patience, but neither what it declares nor who it is.
  package mutating func takeLimits(of other: RelaySettings) {
    var copy = other
    copy.path = path
    copy.query = query
    copy.forwarded = forwarded
    copy.authorization = authorization
    copy.stop = stop
    copy.redial = redial
    self = copy
  }

  /// Every listen parameter but those that would have the service call somebody else's server.
  package static let harmless = ListenParameters.names.subtracting(["callback", "callback_method"])

  /// Path and query of the service hop.
  /// - Parameter asked: Path and query of the client's own request; what stands there more than once goes on as often.
  func target(asked: String) -> String {
    var items = query
    var replaced: Set<String> = []
    for (name, value) in QueryString.parse(asked).items where forwarded.contains(name) {
      let place = items.firstIndex { $0.name == name }
      if replaced.insert(name).inserted, let place {
        items[place].value = value
      } else {
        items.append(HeaderField(name, value))
      }
    }
    return QueryString.append(items.map { ($0.name, $0.value) }, to: path)
  }
}

/// What a relay does with the stop message that it has agreed on with its clients.
package enum AgreedStop: Sendable, Equatable {
  case endsStream
  case ignored
  /// Passed on to the service as it is.
  case forwarded
}
