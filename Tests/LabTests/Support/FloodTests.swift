import Digest
import Lab
import Machines
import Testing
import Timeline
import Wire

/// A peer that sends more than a limit: what is recorded of it, and that it is taken up to the limit and no further.
@Suite struct FloodTests {
  /// What one limit is tried with: as much as it allows, and what is one too many.
  struct Case: CustomTestStringConvertible, Sendable {
    var kind: LimitReached.Kind
    var limits: Limits
    /// Bytes that are just allowed.
    var allowed: [[UInt8]]
    var surplus: [UInt8]
    var received: Int
    var testDescription: String { kind.rawValue }
  }

  private static func text(_ count: Int, fin: Bool = true) -> [UInt8] {
    Frame(sending: .text, payload: Array(repeating: 0x61, count: count), fin: fin, maskKey: nil).wireBytes
  }

  private static func more(_ count: Int) -> [UInt8] {
    Frame(sending: .continuation, payload: Array(repeating: 0x61, count: count), fin: false, maskKey: nil).wireBytes
  }

  private static let ping = Frame(sending: .ping, payload: [], maskKey: nil).wireBytes

  static let cases: [Case] = {
    func limits(_ change: (inout Limits) -> Void) -> Limits {
      var limits = Limits()
      change(&limits)
      return limits
    }
    return [
      Case(kind: .frame, limits: limits { $0.frameBytes = 100 }, allowed: [text(100)], surplus: text(101), received: 100),
      Case(
        kind: .message, limits: limits { $0.messageBytes = 100 }, allowed: [text(60, fin: false), more(40)], surplus: more(1), received: 101
      ),
      Case(
        kind: .fragments, limits: limits { $0.fragments = 3 }, allowed: [text(1, fin: false), more(1), more(1)], surplus: more(1),
        received: 4),
      Case(
        kind: .controlRate, limits: limits { $0.controlRate = 2 }, allowed: Array(repeating: ping, count: 20), surplus: ping, received: 21),
      Case(
        kind: .messageRate, limits: limits { $0.messageRate = 2 }, allowed: Array(repeating: text(1), count: 20), surplus: text(1),
        received: 21),
      Case(kind: .frames, limits: limits { $0.frames = 5 }, allowed: Array(repeating: text(1), count: 5), surplus: ping, received: 6),
      Case(kind: .bytes, limits: limits { $0.bytes = 100 }, allowed: [text(50), text(50)], surplus: text(1), received: 101),
    ]
  }()

  private func peer(_ limits: Limits, _ sink: any EventSink) -> Peer {
    Peer(
      role: .client,
      observation: Observation(session: 1, hop: .client, connection: 1, observer: .client, sink: sink, limits: limits)
    ) { 0 }
  }

  @Test(arguments: cases) func aLimitIsReachedByWhatIsOneTooMany(_ flood: Case) throws {
    let sink = MemorySink()
    var peer = peer(flood.limits, sink)
    for bytes in flood.allowed { _ = peer.receive(bytes, at: 1) }
    #expect(peer.flood == nil && sink.events.count == flood.allowed.count)
    #expect(peer.receive(flood.surplus, at: 1) == [])
    let reached = try #require(peer.flood)
    #expect(reached.kind == flood.kind && reached.sender == .relay && reached.received == flood.received)
    // The frame that was too much, what is wrong with it, and the note; of what comes after them nothing.
    let count = sink.events.count
    #expect(count >= flood.allowed.count + 2 && sink.events.last?.kind == .note(Note(reached)))
    #expect(peer.receive(flood.surplus, at: 2) == [] && sink.events.count == count)
  }

  /// The same of a tap: each side by itself, and never the other for it.
  @Test(arguments: cases) func aTapSeesTheSame(_ flood: Case) throws {
    let sink = MemorySink()
    let observation = Observation(session: 1, hop: .client, connection: 1, observer: .relay, sink: sink, limits: flood.limits)
    var recorder = TapRecorder(observation, response: ResponseHead(status: 101, reason: "", headers: []))
    func feed(_ bytes: [UInt8]) { bytes.withUnsafeBytes { recorder.take($0, from: .relay, at: 1) } }
    for bytes in flood.allowed { feed(bytes) }
    #expect(recorder.flood == nil)
    feed(flood.surplus)
    #expect(recorder.flood?.kind == flood.kind && recorder.flood?.sender == .relay)
    let count = sink.events.count
    feed(flood.surplus)
    recorder.finish(at: 2)
    #expect(sink.events.count == count)
  }

  /// Ten seconds' worth may come at once, and then as much as time passes.
  @Test func aRateIsForLong() {
    var limits = Limits()
    limits.controlRate = 2
    var peer = peer(limits, MemorySink())
    for _ in 0..<20 { _ = peer.receive(Self.ping, at: 0) }
    for half in 1...200 { _ = peer.receive(Self.ping, at: Int64(half) * .milliseconds(500)) }
    #expect(peer.flood == nil)
    _ = peer.receive(Self.ping, at: .seconds(100))
    #expect(peer.flood?.kind == .controlRate)
  }

  @Test func ofAFrameThatIsTooLongItsBeginningIsKept() throws {
    let sink = MemorySink()
    var limits = Limits()
    limits.frameBytes = 10_000
    var peer = peer(limits, sink)
    let payload = (0..<20_000).map { UInt8(truncatingIfNeeded: $0) }
    _ = peer.receive(Frame(sending: .binary, payload: payload, maskKey: nil).wireBytes, at: 1)
    let reached = try #require(peer.flood)
    guard case .frame(let event)? = sink.events.first?.kind else {
      Issue.record("no frame")
      return
    }
    #expect(event.frame.payload == Array(payload.prefix(4096)) && event.frame.length == 20_000 && reached.kept == 4096)
    #expect(reached.announced == 20_000 && reached.received >= 10_000 && reached.received <= 20_000)
    #expect(reached.sha256 == SHA256Digest.hex(SHA256Digest.digest(Array(payload.prefix(reached.received)))))
  }

  /// A sink that has kept so much of a run already.
  private struct FullSink: EventSink {
    var keptBytes: Int
    func record(_ event: Event) {}
  }

  @Test func aRunThatIsNearlyFullTakesLessOfEach() {
    var limits = Limits()
    limits.memory = 100 << 20
    func messages(_ opcode: Opcode, kept: Int) -> Int {
      let message = Frame(sending: opcode, payload: [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20), maskKey: nil).wireBytes
      var peer = peer(limits, FullSink(keptBytes: kept))
      for number in 0..<200 {
        _ = peer.receive(message, at: .seconds(Double(number)))
        if peer.flood != nil {
          #expect(peer.flood?.kind == .memory)
          return number
        }
      }
      return 200
    }
    #expect(messages(.binary, kept: 0) == 49)
    #expect(messages(.binary, kept: 80 << 20) == 9)
    // Reading text takes more than keeping it.
    #expect(messages(.text, kept: 0) == 12)
    #expect(messages(.text, kept: 80 << 20) == 2)
    // Never too little for an honest session.
    #expect(messages(.binary, kept: 1 << 30) == 7)
    #expect(messages(.text, kept: 1 << 30) == 1)
  }

  /// In virtual time, over a whole session: the client ends it, at once, and nobody else's part is called a flood.
  @Test func theSessionIsEndedThere() throws {
    let played = try FaultTests.play("flooded")
    let limits = played.events.compactMap { event -> (hop: Hop?, limit: LimitReached)? in
      guard case .note(let note) = event.kind, let limit = note.limit else { return nil }
      return (event.hop, limit)
    }
    #expect(limits.count == 1 && limits.first?.hop == .client)
    #expect(limits.first?.limit.kind == .controlRate && limits.first?.limit.sender == .relay && limits.first?.limit.received == 1001)
    let ends = played.events.filter { if case .ended(let end) = $0.kind { $0.hop == .client && end.manner == .reset } else { false } }
    #expect(ends.count == 1)
    #expect(
      try !FaultTests.play("flooded:pings=1000").events.contains { if case .note(let note) = $0.kind { note.limit != nil } else { false } })
  }
}
