import Audio
import Digest
import Lab
import Machines
import Speech
import Timeline
import Wire

/// Plays one connection to a simulated service in virtual time: timers fire when they are due, and all it does is kept.
struct ServiceSession {
  private var service: SimulatedService
  private(set) var now: Nanoseconds = 0
  private var timers: [TimerName: Nanoseconds] = [:]
  /// Everything it did but timers, with the time.
  private(set) var log: [(at: Nanoseconds, action: Action)] = []
  /// All audio bytes that were sent.
  private(set) var sent: [UInt8] = []

  static let key = HeaderField("Authorization", "Token secret")
  static let raw = "/v1/listen?encoding=linear16&sample_rate=44100&channels=1"

  init(_ change: (inout ServiceSettings) -> Void = { _ in }) {
    var settings = ServiceSettings(known: SpokenFixtures.known, seed: 42)
    change(&settings)
    service = SimulatedService(settings: settings)
  }

  /// A session that was accepted.
  static func open(_ target: String = raw, _ change: (inout ServiceSettings) -> Void = { _ in }) -> ServiceSession {
    var session = ServiceSession(change)
    session.request(target)
    return session
  }

  mutating func request(_ target: String, headers: [HeaderField] = [key], method: String = "GET") {
    take(.requested(RequestHead(method: method, target: target, headers: headers)))
  }

  /// Lets time pass; due timers fire on the way.
  mutating func wait(_ seconds: Double) {
    let end = now + .seconds(seconds)
    while let (name, due) = timers.min(by: { ($0.value, $0.key.name) < ($1.value, $1.key.name) }), due <= end {
      now = max(now, due)
      timers[name] = nil
      take(.fired(name))
    }
    now = end
  }

  mutating func send(_ message: Message) {
    if case .binary(let bytes) = message { sent += bytes }
    take(.received(.accepted, message))
  }

  mutating func say(_ message: ClientMessage) { send(.text(message.encoded)) }

  /// Streams bytes at so many times real time.
  mutating func stream(_ bytes: [UInt8], bytesPerSecond: Int = 88_200, chunk: Int = 4096, pace: Double = 1) {
    var position = 0
    while position < bytes.count {
      let end = min(bytes.count, position + chunk)
      send(.binary(Array(bytes[position..<end])))
      wait(Double(end - position) / Double(bytesPerSecond) / pace)
      position = end
    }
  }

  mutating func take(_ occurrence: Occurrence) {
    for action in service.handle(occurrence, at: now) {
      switch action {
      case .wake(let name, let time): timers[name] = time
      case .cancel(let name): timers[name] = nil
      default: log.append((now, action))
      }
    }
  }

  var actions: [Action] { log.map(\.action) }
  var hasTimers: Bool { !timers.isEmpty }

  /// Everything it said, read back from the bytes.
  var messages: [(at: Nanoseconds, message: ServiceMessage)] {
    log.compactMap { entry in
      guard case .send(_, .text(let bytes), _) = entry.action, let message = try? ServiceMessage(parsing: bytes) else { return nil }
      return (entry.at, message)
    }
  }

  var results: [Results] { messages.compactMap { if case .results(let results) = $0.message { results } else { nil } } }
  var finals: [Results] { results.filter(\.isFinal) }
  var metadata: [Metadata] { messages.compactMap { if case .metadata(let metadata) = $0.message { metadata } else { nil } } }
  var transcript: String { finals.map(\.transcript).filter { !$0.isEmpty }.joined(separator: " ") }

  var close: (at: Nanoseconds, code: UInt16?, reason: String)? {
    for case (let at, .send(_, .close(let code, let reason), _)) in log {
      return (at, code, String(decoding: reason, as: UTF8.self))
    }
    return nil
  }

  var sha256: String { SHA256Digest.hex(SHA256Digest.digest(sent)) }
}
