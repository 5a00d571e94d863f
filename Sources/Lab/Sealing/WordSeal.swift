internal import Speech
package import Timeline
internal import Wire

/// Takes out of a recording what was said: each spoken word becomes another one of its length, everywhere the same, so that what was lost, repeated,
/// altered or moved shows as before.
///
/// A word is known as spoken by where it stands (`transcript`, `word` …), or because a message that is read as a result has it, on either hop. Whatever
/// else says nothing but such words is speech too. Names of members, types and states stay, as do close reasons and headers.
package struct WordSeal {
  /// What was done, for people.
  package struct Outcome: Sendable, Equatable {
    package var words = 0
    package var messages = 0

    package var text: String {
      "digests stand in place of the audio, and other words of the same length for \(words) spoken ones in \(messages) messages; "
        + "times, sizes, close reasons, headers and whatever is not known as speech are as they were"
    }
  }

  /// Members that hold speech, whatever shape a relay's messages have.
  private static let speech: Set<String> = [
    "transcript", "transcription", "word", "punctuated_word", "utterance", "sentence", "caption",
  ]
  /// Members that never do.
  private static let names: Set<String> = [
    "type", "event", "kind", "status", "state", "message_type", "model", "language", "code", "err_code", "request_id", "encoding",
  ]

  /// A message, and which events carry it.
  private struct Message {
    var events: [Int]
    var bytes: [UInt8]
    var isText: Bool
    var session: Int
    var hop: Hop
  }

  private let sealer: WordSealer
  private var spoken: Set<[Unicode.Scalar]> = []
  private var outcome = Outcome()

  private init(key: (UInt64, UInt64)) { sealer = WordSealer(key: key) }

  /// The recording without the words, and how many there were.
  package static func recording(_ recording: Recording) -> (sealed: Recording, outcome: Outcome) {
    var random = SystemRandomNumberGenerator()
    return Self.recording(recording, key: (random.next(), random.next()))
  }

  package static func recording(_ recording: Recording, key: (UInt64, UInt64)) -> (sealed: Recording, outcome: Outcome) {
    var seal = WordSeal(key: key)
    var sealed = recording
    let messages = seal.messages(of: recording.events)
    seal.listen(to: messages, of: recording)
    for message in messages {
      if let bytes = seal.sealed(message.bytes) { seal.put(bytes, message.events, into: &sealed.events) }
    }
    for index in sealed.events.indices { seal.sealBeside(&sealed.events[index]) }
    for index in sealed.sessions.indices {
      guard let transcript = sealed.sessions[index].audio?.transcript else { continue }
      sealed.sessions[index].audio?.transcript = seal.sealed(transcript)
    }
    let last = sealed.events.last
    sealed.events.append(
      Event(
        id: (last?.id ?? 0) + 1, session: 0, hop: nil, connection: 0, at: last?.at ?? 0,
        .note(Note(.remark, "sealed: \(seal.outcome.text)"))))
    return (sealed, seal.outcome)
  }

  // MARK: What was said

  /// What the services and relays said, message by message.
  private func messages(of events: Series<Event>) -> [Message] {
    struct Way: Hashable {
      var connection: Int
      var sender: Party
    }
    var open: [Way: Message] = [:]
    var all: [Message] = []
    for (index, event) in events.enumerated() {
      guard let hop = event.hop, case .frame(let frame) = event.kind, frame.sender != hop.dialler, !frame.frame.opcode.isControl else {
        continue
      }
      let way = Way(connection: event.connection, sender: frame.sender)
      var message =
        frame.frame.opcode == .continuation
        ? open[way] ?? Message(events: [], bytes: [], isText: false, session: event.session, hop: hop)
        : Message(events: [], bytes: [], isText: frame.frame.opcode == .text, session: event.session, hop: hop)
      message.events.append(index)
      message.bytes += frame.frame.payload
      open[way] = frame.frame.fin ? nil : message
      if frame.frame.fin { all.append(message) }
    }
    // What was cut off is speech as well.
    return all + open.values.sorted { ($0.events.first ?? 0) < ($1.events.first ?? 0) }
  }

  private mutating func listen(to messages: [Message], of recording: Recording) {
    var readers: [Int: MessageReader] = [:]
    let settings = Dictionary(recording.sessions.map { ($0.number, $0.messages) }, uniquingKeysWith: { first, _ in first })
    for message in messages {
      if let text = SpokenText(message.bytes) {
        for passage in text.passages where Self.isSpeech(passage.name) { spoken.formUnion(WordSealer.words(passage.text)) }
      }
      guard message.hop == .client else { continue }
      var reader = readers[message.session] ?? MessageReader(setting: settings[message.session] ?? .auto)
      if case .result(let result) = reader.read(message.bytes, isText: message.isText).kind { hear(result.text) }
      readers[message.session] = reader
    }
    for event in recording.events {
      guard case .response(let head) = event.kind, let text = SpokenText(head.body) else { continue }
      for passage in text.passages where Self.isSpeech(passage.name) { spoken.formUnion(WordSealer.words(passage.text)) }
    }
    for session in recording.sessions { hear(session.audio?.transcript ?? "") }
  }

  private mutating func hear(_ text: String) { spoken.formUnion(WordSealer.words(text.unicodeScalars)) }

  private static func isSpeech(_ name: String?) -> Bool { name.map { speech.contains($0.lowercased()) } ?? false }

  // MARK: What goes on in its place

  /// - Returns: As many bytes; nil where nothing in them was said.
  private mutating func sealed(_ bytes: [UInt8]) -> [UInt8]? {
    guard var text = SpokenText(bytes) else { return nil }
    var count = 0
    for passage in text.passages where !Self.names.contains(passage.name?.lowercased() ?? "") {
      let words = WordSealer.words(passage.text)
      guard !words.isEmpty, Self.isSpeech(passage.name) || words.allSatisfy(spoken.contains) else { continue }
      text.replace(passage, with: sealer.sealed(passage.text))
      count += words.count
    }
    guard count > 0 else { return nil }
    outcome.words += count
    outcome.messages += 1
    return text.bytes
  }

  private func sealed(_ text: String) -> String {
    String(String.UnicodeScalarView(sealer.sealed(Array(text.unicodeScalars))))
  }

  private func put(_ bytes: [UInt8], _ places: [Int], into events: inout Series<Event>) {
    var rest = bytes[...]
    for place in places {
      guard case .frame(var frame) = events[place].kind else { continue }
      let length = frame.frame.payload.count
      frame.frame.payload = Array(rest.prefix(length))
      rest = rest.dropFirst(length)
      events[place].kind = .frame(frame)
    }
  }

  /// Answers of one-shot requests, and what a started relay printed: there each spoken word is another, whatever stands around it.
  private mutating func sealBeside(_ event: inout Event) {
    switch event.kind {
    case .response(var head):
      guard let body = sealed(head.body) else { return }
      head.body = body
      event.kind = .response(head)
    case .note(var note) where note.code == .relayOutput:
      note.text = String(String.UnicodeScalarView(sealer.sealed(Array(note.text.unicodeScalars), where: spoken.contains)))
      event.kind = .note(note)
    default: return
    }
  }
}
