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
  package typealias Control = ControlMessage

  /// A Close frame.
  package struct Close: Sendable, Equatable {
    package var by: Party
    package var code: UInt16?
    package var reason: String

    /// Its code tells of a failure (RFC 6455 §7.4.1).
    var isFailure: Bool { code.map { [1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014].contains($0) } ?? false }

    /// It says that all is over and nothing went wrong, or says nothing.
    var isNormal: Bool { [nil, 1000, 1001].contains(code) }

    /// `close 1011 "service lost"`, `close without a code`.
    var text: String { text(reason) }

    /// The same with the beginning of its reason.
    func text(upTo characters: Int) -> String { text(String(reason.prefix(characters))) }

    /// `close 1011`.
    var codeText: String { "close \(code.map(String.init) ?? "without a code")" }

    private func text(_ reason: String) -> String { reason.isEmpty ? codeText : "\(codeText) \"\(reason)\"" }
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
  @Indirect package internal(set) var request: Located<RequestHead>?
  @Indirect package internal(set) var response: Located<ResponseHead>?
  @Indirect package internal(set) var failure: Located<ConnectionFailure>?
  package internal(set) var audio: Series<AudioPiece> = []
  /// All audio bytes, joined; where the recording is sealed, the digests in their place.
  package internal(set) var audioBytes: [UInt8] = []
  /// True where digests stand in place of the audio.
  package internal(set) var isSealed = false
  /// What is known of such audio; nil before the connection's end.
  @Indirect package internal(set) var sound: SoundDigest?
  /// What the first of them look like; told when the connection has been read.
  package internal(set) var firstBytes = AudioGuess.unknown
  package internal(set) var controls: Series<Located<Control>> = []
  /// Messages towards the service that came in several frames.
  package internal(set) var fragmented = 0
  /// Binary messages towards the service that are no audio but a control message in the wrong kind of frame; not among `audio`.
  package internal(set) var binaryControls: Series<Located<[UInt8]>> = []
  /// Data messages that came back, as read.
  package private(set) var messages: Series<Located<ReadMessage>> = []
  /// Those of them that are results.
  package private(set) var results: Series<Located<ResultText>> = []
  /// Results that say they are final. Where a shape has no such word, none.
  package private(set) var finals: Series<Located<ResultText>> = []
  /// True where results carry a word for finality at all.
  package private(set) var tellsFinality = false
  /// What the service says of the whole stream; the first, where several came.
  @Indirect package private(set) var metadata: Located<MetadataFacts>?
  /// True where it begins as the service writes it, and nobody has written it anew.
  private(set) var isMetadataAsWritten = false
  private static let metadataStart = Array(#"{"type":"Metadata","#.utf8)
  /// Messages that no shape fits.
  package private(set) var unreadable: Series<Located<ReadMessage>> = []
  /// The service's ids of the requests that these messages belong to, each with the first message that names it, in their order.
  ///
  /// A session has one. Another tells of a second connection of the relay's, or of somebody else's messages.
  package private(set) var requestIDs: [Located<String>] = []
  private var knownRequests: Set<String> = []
  /// Non-empty words among the results.
  package private(set) var hasWords = false
  /// The bytes of each of the messages.
  package private(set) var payloads: Series<[UInt8]> = []
  /// The first of them, word for word.
  package private(set) var quotes: Series<Located<[UInt8]>> = []
  package private(set) var closes: Series<Located<Close>> = []
  /// The first of each party's.
  private var firstCloses: [Party: Located<Close>] = [:]
  @Indirect package internal(set) var end: Located<ConnectionEnd>?
  package internal(set) var violations: Series<Located<Violation>> = []
  package internal(set) var pings: Series<Located<Probe>> = []
  package internal(set) var pongs: Series<Located<Probe>> = []
  /// When the connection was first heard of.
  package internal(set) var begun: Nanoseconds = 0

  init(hop: Hop, connection: Int) {
    self.hop = hop
    self.connection = connection
  }

  /// True once the WebSocket was open.
  package var isOpen: Bool { response?.value.status == 101 && failure == nil }

  package func close(by party: Party) -> Located<Close>? { firstCloses[party] }

  /// The relay's own goodbye towards the service, before the service said any.
  package var relayGoodbye: Located<Close?>? { goodbye(of: .relay, before: .service) }

  /// The relay neither closed this hop nor ended it, not even in answer to another's Close.
  var isLeftOpen: Bool { close(by: .relay) == nil && end.map { $0.value.by != .relay } ?? true }

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

  /// Takes the next Close frame.
  mutating func take(_ close: Located<Close>) {
    closes.append(close)
    if firstCloses[close.value.by] == nil { firstCloses[close.value.by] = close }
  }

  /// Takes the next message that came back.
  mutating func take(_ message: Located<ReadMessage>, _ bytes: [UInt8]) {
    messages.append(message)
    payloads.append(bytes)
    if let id = message.value.requestID, !id.isEmpty, knownRequests.insert(id).inserted {
      requestIDs.append(Located(id, event: message.event, at: message.at))
    }
    if quotes.count < 3 { quotes.append(Located(bytes, event: message.event, at: message.at)) }
    switch message.value.kind {
    case .result(let text):
      let result = Located(text, event: message.event, at: message.at)
      results.append(result)
      if text.isFinal == true { finals.append(result) }
      if text.isFinal != nil { tellsFinality = true }
      if !text.text.isEmpty { hasWords = true }
    case .metadata(let facts) where metadata == nil:
      metadata = Located(facts, event: message.event, at: message.at)
      isMetadataAsWritten = bytes.starts(with: Self.metadataStart)
    case .metadata: break
    case .unreadable: unreadable.append(message)
    case .speechEvent, .error, .ready: break
    }
  }

  /// The first sign that the audio is over, at or after a time: CloseStream, Finalize or an empty binary message.
  package func endOfAudio(after time: Nanoseconds) -> Located<Control>? {
    controls.first { control in
      guard control.at >= time else { return false }
      switch control.value {
      case .closeStream, .finalize, .empty: return true
      case .keepAlive, .text: return false
      }
    }
  }

  /// The first sign that the audio is over: what ends the stream for good, or a Finalize behind all of it. One in the middle only flushes.
  package var endOfAudio: Located<Control>? {
    [endOfStream(), endOfAudio(after: audio.last?.at ?? .min)].compactMap { $0 }.min { $0.event < $1.event }
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
