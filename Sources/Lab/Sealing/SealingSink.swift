package import Audio
internal import Synchronization
package import Timeline
internal import Wire

/// Stands before a sink and lets no voice through to it: the audio of what dials a hop goes on as digests, whatever messages it comes in.
///
/// What is known of a connection's audio as a whole is noted before its end. The same for every connection of a run: the key is made for it and kept
/// nowhere.
package final class SealingSink: EventSink {
  private let sink: any EventSink
  private let seal: Mutex<Seal>

  /// - Parameter format: What the clients' audio is, for its levels; nil where nobody knows.
  package init(_ format: AudioFormat?, to sink: any EventSink) {
    var random = SystemRandomNumberGenerator()
    self.sink = sink
    seal = Mutex(Seal(key: (random.next(), random.next()), format: format))
  }

  package func record(_ event: Event) {
    for event in seal.withLock({ $0.events(event) }) { sink.record(event) }
  }

  package var isBehind: Bool { sink.isBehind }
  package var keptBytes: Int { sink.keptBytes }
}

/// Seals the events of one run, one after the other.
package struct Seal: Sendable {
  private let key: (UInt64, UInt64)
  private let format: AudioFormat?
  private var sealers: [Int: SoundSealer] = [:]

  package init(key: (UInt64, UInt64), format: AudioFormat?) {
    self.key = key
    self.format = format
  }

  /// The event without a voice in it, and before the end of a connection what is known of its audio.
  package mutating func events(_ event: Event) -> [Event] {
    switch event.kind {
    case .frame(var frame):
      guard frame.sender == event.hop?.dialler, !frame.frame.opcode.isControl, !frame.frame.payload.isEmpty else { return [event] }
      frame.frame.payload = sealed(frame.frame.payload, isBinary: frame.frame.opcode != .text, of: event.connection)
      var event = event
      event.kind = .frame(frame)
      return [event]
    case .ended:
      guard let sealer = sealers.removeValue(forKey: event.connection), !sealer.isEmpty else { return [event] }
      return [
        Event(session: event.session, hop: event.hop, connection: event.connection, at: event.at, .note(Note(sealer.digest))), event,
      ]
    default: return [event]
    }
  }

  /// A recorded run, sealed as it would have been while it was recorded.
  package static func recording(_ recording: Recording, format: AudioFormat?) -> Recording {
    var random = SystemRandomNumberGenerator()
    var seal = Seal(key: (random.next(), random.next()), format: format)
    var sealed = recording
    sealed.events = []
    for event in recording.events { sealed.events += seal.events(event) }
    for index in sealed.events.indices { sealed.events[index].id = Int64(index + 1) }
    sealed.run.unrecorded.insert(.sound)
    return sealed
  }

  private mutating func sealed(_ payload: [UInt8], isBinary: Bool, of connection: Int) -> [UInt8] {
    var sealer = sealers[connection] ?? SoundSealer(key: key, format: format)
    defer { sealers[connection] = sealer }
    if let text = SealedText(payload) { return text.sealed { sealer.seal($0) } }
    return isBinary && !Self.isControl(payload) ? sealer.seal(payload) : payload
  }

  /// A control message in a binary frame: short, and nothing but printable JSON.
  private static func isControl(_ payload: [UInt8]) -> Bool {
    payload.count <= 512 && payload.first == UInt8(ascii: "{") && payload.last == UInt8(ascii: "}")
      && payload.allSatisfy { (0x20...0x7E).contains($0) }
  }
}
