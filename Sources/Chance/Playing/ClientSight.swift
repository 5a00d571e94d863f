internal import Speech
package import Timeline
internal import Wire

/// What the client of one session saw: messages in order, with their times, and how it ended. Of one that came back, the last time.
package struct ClientSight: Sendable, Equatable {
  /// One message, as far as a client minds it.
  package struct Sight: Sendable, Equatable {
    var at: Nanoseconds
    /// Everything but times and hashes: opcode, kind, shape, text, flags, channel, ids.
    package var content: String
    /// Times on the audio clock, and lengths.
    var seconds: [Double]
    /// Of a Metadata.
    var hash: String?
    /// Of a result that tells it: how far its words reach.
    var reaches: Double?
    var isInterim = false
    /// A result without words where none are shown that it could take back: it changes nothing.
    var saysNothing = false
    /// An interim that the next result of its channel followed at once: nobody had the time to read it.
    var isFleeting = false
  }

  package var sights: [Sight] = []
  /// What it saw the times before, where it came back.
  var before: [ClientSight] = []
  /// The text of every final, in order; empty ones aside.
  package var finalWords: [String] = []
  /// Finals with words, as they came.
  var finals: [Sight] = []
  /// How often its messages go back to a request that another had followed: a relay may dial anew, and is then done with what was before.
  var returns = 0
  /// Ids of the requests that its messages have named …
  private var requests: Set<String> = []
  /// … and the last of them.
  private var request: String?
  /// How the handshake and the connection ended: status, close code and reason, manner.
  package var end = ""
  /// When the peer said goodbye: behind its Close frame nobody waits for the end of TCP.
  var endedAt: Nanoseconds = 0
  /// It said Close before the peer did, or went without a word.
  private(set) var hasClosed = false
  /// The peer's Close was a normal one, and the first.
  private(set) var wasLeftInOrder = false
  private var wasLeft = false
  /// It sent an empty binary message, which is the old word for the end of the audio.
  private(set) var saidTheEnd = false
  /// Messages of audio that it sent before anybody left.
  private(set) var spoken = 0
  /// When it sent its last message.
  private(set) var saidLast: Nanoseconds = 0
  /// What the way there and back takes, by the handshake.
  private(set) var way: Nanoseconds = 0
  private var asked: Nanoseconds?
  /// Words stand there that may still change.
  private var showsWords = false
  /// The last interim of each channel, until a final settles it: its place among the sights.
  private var interims: [Int: Int] = [:]
  /// When it began to send: all times are from then on, for what a session waits before it is a time of its own.
  private var began: Nanoseconds?

  /// A relay may leave an interim out for the one that follows it so soon.
  private static let thinning: Nanoseconds = .milliseconds(400)

  /// How its own Close was answered.
  static let answer = "close answered; "

  /// All sessions of a recording, by number.
  package static func all(_ recording: Recording) -> [Int: ClientSight] {
    var sights: [Int: ClientSight] = [:]
    var meanings: [Int: MeaningReader] = [:]
    var joined: [Int: JoinedConnection] = [:]
    for session in recording.sessions {
      sights[session.number] = ClientSight()
      meanings[session.number] = MeaningReader(isServices: false, messages: session.messages)
    }
    for event in recording.events where event.hop == .client {
      if case .frame(let frame) = event.kind, frame.sender == .client, [.text, .binary].contains(frame.frame.opcode) {
        sights[event.session]?.says(frame.frame.opcode == .binary, isEmpty: frame.frame.payload.isEmpty, at: event.at)
      }
      let said = joined[event.connection, default: JoinedConnection()].take(event)
      sights[event.session]?.take(said, at: event.at, &meanings[event.session, default: MeaningReader(isServices: false, messages: .auto)])
    }
    return sights
  }

  private mutating func says(_ isAudio: Bool, isEmpty: Bool, at time: Nanoseconds) {
    began = began ?? time
    if isAudio, isEmpty { saidTheEnd = true }
    guard !wasLeft, !hasClosed else { return }
    saidLast = time - (began ?? time)
    if isAudio { spoken += 1 }
  }

  private mutating func take(_ said: Joined, at time: Nanoseconds, _ meanings: inout MeaningReader) {
    let at = time - (began ?? time)
    switch said {
    case .request:
      if asked != nil {
        var earlier = self
        earlier.before = []
        let all = before + [earlier]
        self = ClientSight()
        before = all
      }
      asked = time
    case .response(let head):
      end += "status \(head.status); "
      way = time - (asked ?? time)
    case .failed(let failure): ends("failed \(failure.code); ", at)
    case .ended(let ended):
      // Who ends the connection of a client that has said Close leaves it nothing to wait for, with an answer or without.
      let answers = hasClosed && !wasLeft && ended.by != .client && ended.manner == .finished
      if ended.by == .client, !wasLeft { hasClosed = true }
      ends((answers ? Self.answer : "") + "\(ended.manner.rawValue); ", at)
    // What comes behind a Close frame is thrown away.
    case .violation(let violation, _): if violation.sender != .client, !wasLeft { end += "violation \(violation.section); " }
    case .close(_, _, .client):
      if !wasLeft { hasClosed = true }
    // Which code answers a client's own Close says nothing to it.
    case .close where hasClosed: ends(Self.answer, at)
    case .close(let code, let reason, _):
      wasLeftInOrder = !wasLeft && [nil, 1000, 1001].contains(code)
      ends("close \(code.map(String.init) ?? "without code") \(String(decoding: reason, as: UTF8.self)); ", at)
    case .pong(let payload, let party): if party != .client { sights.append(Sight(at: at, content: "pong \(payload)", seconds: [])) }
    case .data(let message):
      guard case .told(let read) = meanings.read(message.bytes, isText: message.isText, isUpstream: message.isUpstream) else { return }
      take(read, message.bytes, at)
    case .ping, .part, .stray, .note: break
    }
  }

  private mutating func ends(_ how: String, _ at: Nanoseconds) {
    end += how
    if !wasLeft { endedAt = at }
    wasLeft = true
  }

  private mutating func take(_ read: ReadMessage, _ bytes: [UInt8], _ at: Nanoseconds) {
    var sight = Self.sight(read, bytes, at)
    if let result = read.result {
      sight.isInterim = result.isFinal == false
      sight.saysNothing = result.text.isEmpty && !showsWords && result.speechFinal != true
      showsWords = !result.text.isEmpty && result.isFinal == false
      let channel = result.channel ?? 0
      if let before = interims[channel], at - sights[before].at < Self.thinning { sights[before].isFleeting = true }
      interims[channel] = result.isFinal == false ? sights.count : nil
    }
    sights.append(sight)
    if let id = read.requestID, id != request {
      if !requests.insert(id).inserted { returns += 1 }
      request = id
    }
    guard let result = read.result, result.isFinal == true, !result.text.isEmpty else { return }
    finalWords.append(result.text)
    finals.append(sight)
  }

  private static func sight(_ read: ReadMessage, _ bytes: [UInt8], _ at: Nanoseconds) -> Sight {
    let head = "\(read.isText ? "text" : "binary") \(read.shape.rawValue) "
    switch read.kind {
    case .result(let result):
      let flags = "\(result.isFinal.map(String.init) ?? "-") \(result.speechFinal.map(String.init) ?? "-")"
      let content = head + "result '\(result.text)' \(flags) \(result.channel ?? 0) \(result.requestID ?? "")"
      let reaches = result.start.flatMap { start in result.duration.map { start + $0 } }
      return Sight(at: at, content: content, seconds: [result.start ?? 0, result.duration ?? 0], reaches: reaches)
    case .metadata(let facts):
      let content = head + "metadata \(facts.channels ?? -1) \(facts.requestID ?? "")"
      return Sight(at: at, content: content, seconds: [facts.duration ?? 0], hash: facts.sha256 ?? "")
    case .speechEvent: return Sight(at: at, content: head + "speech event", seconds: times(bytes))
    case .ready: return Sight(at: at, content: head + "ready", seconds: [])
    case .error(let text): return Sight(at: at, content: head + "error \(text)", seconds: [])
    case .unreadable: return Sight(at: at, content: head + "unreadable \(bytes.count)", seconds: [])
    }
  }

  private static func times(_ bytes: [UInt8]) -> [Double] {
    let value = try? JSONValue(parsing: bytes)
    return [value?["timestamp"]?.number ?? value?["last_word_end"]?.number ?? 0]
  }
}
