import GRDB
import Store
import TestSupport
import Testing
import Timeline
import Wire

/// Recordings in which equal payloads stand once say the same as those in which each stands where it came.
@Suite struct KeptOnceTests {
  /// What crosses both hops, what is said again, what is too short to share, and a message in fragments.
  private static func recording(_ run: String = "run-1") -> Recording {
    var g = SeededRandom(seed: 7)
    let chunks = (0..<20).map { _ in g.bytes(2048) }
    var events: [Event] = []
    for (place, chunk) in (chunks + chunks.prefix(5)).enumerated() {
      let at = Int64(place) * 20_000_000
      events.append(Samples.frame(.binary, chunk, at: at))
      events.append(Samples.frame(.binary, chunk, from: .relay, hop: .service, connection: 2, at: at + 1000))
    }
    let result = #"{"type":"Results","is_final":true,"channel":{"alternatives":[{"transcript":"good afternoon","confidence":0.9}]}}"#
    events.append(Samples.frame(.text, Array(result.utf8), from: .service, hop: .service, connection: 2, at: 600_000_000))
    events.append(Samples.frame(.text, Array(result.utf8), from: .relay, at: 601_000_000))
    events.append(Samples.frame(.binary, chunks[3], at: 700_000_000, fin: false))
    events.append(Samples.frame(.continuation, chunks[4], at: 701_000_000))
    events.append(Samples.frame(.ping, [1, 2, 3], at: 702_000_000))
    events.append(Samples.frame(.ping, [1, 2, 3], at: 703_000_000))
    return Recording(run: Samples.simpleRun(run), sessions: [SessionInfo(number: 1, scenario: "baseline")], events: events)
  }

  private func written(_ folder: TemporaryFolder, _ name: String, keepsOnce: Bool) throws -> String {
    for run in ["before", "run-1"] {
      try RecordingWriter.write(Self.recording(run), to: folder.file(name), options: WriterOptions(keepsOnce: keepsOnce))
    }
    return folder.file(name)
  }

  @Test func itIsReadBackWhole() throws {
    let folder = try TemporaryFolder()
    let path = try written(folder, "once.sqlite", keepsOnce: true)
    for run in ["before", "run-1"] {
      let read = try RecordingFile(path: path).recording(run: run)
      #expect(read.events.map(\.kind) == Self.recording(run).events.map(\.kind))
    }
  }

  @Test func itHoldsEachPayloadOnceInARun() throws {
    let folder = try TemporaryFolder()
    let path = try written(folder, "once.sqlite", keepsOnce: true)
    let sums = try query(path, "SELECT sum(length(payload)), count(payload_of) FROM event WHERE hop IS NOT NULL GROUP BY run")
    let result = Self.recording().events.compactMap { event -> Int? in
      guard case .frame(let frame) = event.kind, frame.frame.opcode == .text else { return nil }
      return frame.frame.payload.count
    }
    for row in sums { #expect(row.texts("sum(length(payload))", "count(payload_of)") == ["\(20 * 2048 + result[0] + 6)", "33"]) }
    #expect(sums.count == 2)
  }

  @Test(arguments: ["frames", "messages", "results", "audio_pace"]) func theViewsShowTheSame(view: String) throws {
    let folder = try TemporaryFolder()
    let pairs = try [false, true].map { keepsOnce in
      try query(try written(folder, "\(keepsOnce).sqlite", keepsOnce: keepsOnce), "SELECT * FROM \(view) ORDER BY event_id")
    }
    #expect(!pairs[0].isEmpty && pairs[0] == pairs[1])
  }

  @Test func aPayloadThatIsGoneIsToldAsDamage() throws {
    let folder = try TemporaryFolder()
    let path = try written(folder, "once.sqlite", keepsOnce: true)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE event SET payload_of = 1000000 WHERE id = 2") }
    let failure = #expect(throws: StoreError.self) { try RecordingFile(path: path).recording(run: "before") }
    #expect(failure?.text.contains("the payload of event 1000000 is gone") == true, "\(failure?.text ?? "none")")
  }
}
