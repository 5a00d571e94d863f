package import Audio
package import Speech
package import Timeline

/// What one connection carried, read once for all rules.
package struct HopFacts: Sendable {
  /// One binary message that carried audio.
  package struct AudioPiece: Sendable {
    package var event: Int64
    package var at: Nanoseconds
    package var scheduled: Nanoseconds?
    package var bytes: Int
  }

  /// A message towards the service that is not audio.
  package enum Control: Sendable, Equatable {
    case closeStream, finalize, keepAlive
    /// A zero-length binary message: the old end of stream.
    case empty
    case text([UInt8])

    /// A text message: one of the service's own, or any other word for word.
    init(text bytes: [UInt8]) {
      self =
        switch ClientMessage(parsing: bytes) {
        case .closeStream: .closeStream
        case .finalize: .finalize
        case .keepAlive: .keepAlive
        case .other, nil: .text(bytes)
        }
    }
  }

  /// A Close frame.
  package struct Close: Sendable, Equatable {
    package var by: Party
    package var code: UInt16?
    package var reason: String

    /// `close 1011 "service lost"`, `close without a code`.
    var text: String { "close \(code.map(String.init) ?? "without a code")\(reason.isEmpty ? "" : " \"\(reason)\"")" }
  }

  /// A rule of RFC 6455 that was broken, and the frame that breaks it.
  package struct Violation: Sendable, Equatable {
    package var event: ViolationEvent
    /// The frame's event and raw header; nil where there was none before it.
    package var frame: Int64?
    package var header: [UInt8]
  }

  /// A ping or a pong.
  package struct Probe: Sendable, Equatable {
    package var by: Party
    package var payload: [UInt8]
  }

  package let hop: Hop
  package let connection: Int
  package internal(set) var request: Located<RequestHead>?
  package internal(set) var response: Located<ResponseHead>?
  package internal(set) var failure: Located<ConnectionFailure>?
  package internal(set) var audio: [AudioPiece] = []
  /// All audio bytes, joined.
  package internal(set) var audioBytes: [UInt8] = []
  /// What the first of them look like; told when the connection has been read.
  package internal(set) var firstBytes = AudioGuess.unknown
  package internal(set) var controls: [Located<Control>] = []
  /// Messages towards the service that came in several frames.
  package internal(set) var fragmented = 0
  /// Binary messages towards the service that are no audio but a control message in the wrong kind of frame; not among `audio`.
  package internal(set) var binaryControls: [Located<[UInt8]>] = []
  /// Data messages that came back, as read.
  package internal(set) var messages: [Located<ReadMessage>] = []
  /// The bytes of each of them.
  package internal(set) var payloads: [[UInt8]] = []
  /// The first of them, word for word.
  package internal(set) var quotes: [Located<[UInt8]>] = []
  package internal(set) var closes: [Located<Close>] = []
  package internal(set) var end: Located<ConnectionEnd>?
  package internal(set) var violations: [Located<Violation>] = []
  package internal(set) var pings: [Located<Probe>] = []
  package internal(set) var pongs: [Located<Probe>] = []
  /// When the connection was first heard of.
  package internal(set) var begun: Nanoseconds = 0

  init(hop: Hop, connection: Int) {
    self.hop = hop
    self.connection = connection
  }

  /// True once the WebSocket was open.
  package var isOpen: Bool { response?.value.status == 101 && failure == nil }

  package func close(by party: Party) -> Located<Close>? { closes.first { $0.value.by == party } }

  /// The relay's own goodbye towards the service, before the service said any.
  package var relayGoodbye: Located<Close?>? { goodbye(of: .relay, before: .service) }

  /// The service's own goodbye on this hop, before the relay said any.
  package var serviceGoodbye: Located<Close?>? { goodbye(of: .service, before: .relay) }

  /// A party's Close frame, or the end of TCP by it without one. A Close that only answers the other's is none.
  private func goodbye(of party: Party, before other: Party) -> Located<Close?>? {
    let closed = close(by: party).map { Located(Optional($0.value), event: $0.event, at: $0.at) }
    let ended: Located<Close?>? = end.flatMap { $0.value.by == party ? Located(nil, event: $0.event, at: $0.at) : nil }
    guard let own = closed ?? ended else { return nil }
    if let first = close(by: other), first.event < own.event { return nil }
    return own
  }

  package var results: [Located<ResultText>] {
    messages.compactMap { message in
      guard case .result(let result) = message.value.kind else { return nil }
      return Located(result, event: message.event, at: message.at)
    }
  }

  /// Non-empty words among the results.
  package var hasWords: Bool { results.contains { !$0.value.text.isEmpty } }

  /// Results that say they are final. Where a shape has no such word, none.
  package var finals: [Located<ResultText>] { results.filter { $0.value.isFinal == true } }

  package var metadata: Located<MetadataFacts>? {
    for message in messages {
      if case .metadata(let facts) = message.value.kind { return Located(facts, event: message.event, at: message.at) }
    }
    return nil
  }

  /// The first sign that the audio is over, at or after a time: CloseStream, Finalize or an empty binary message.
  package func endOfAudio(after time: Nanoseconds = .min) -> Located<Control>? {
    controls.first { control in
      guard control.at >= time else { return false }
      switch control.value {
      case .closeStream, .finalize, .empty: return true
      case .keepAlive, .text: return false
      }
    }
  }

  /// What ends the stream for good: CloseStream or an empty binary message, the first before an event.
  func endOfStream(before event: Int64 = .max) -> Located<Control>? {
    controls.first { $0.event < event && ($0.value == .closeStream || $0.value == .empty) }
  }

  /// Query parameters of the opening request, decoded, in order.
  package var parameters: [(name: String, value: String)] {
    guard let request else { return [] }
    return QueryString.parse(request.value.target).items.map { (name: $0.name, value: $0.value) }
  }

  package func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
}

extension HopFacts {
  /// The last event that evidence can name, where nothing more telling is at hand.
  var lastFrame: Int64? { messages.last?.event ?? controls.last?.event ?? audio.last?.event ?? response?.event }
}
