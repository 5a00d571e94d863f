import Testing
import Timeline
import Wire
import Written

/// The language of written recordings: what is misspelt is refused, and not passed over.
struct WrittenTimelineTests {
  private static func read(_ lines: String, _ session: String = "session x audio=linear16/16000/1") throws -> Recording {
    try WrittenTimeline("\(session)\n\(lines)").recording
  }

  @Test(arguments: [
    "1 client end reset", "1 client end", "1 client end fin by=relay why=so", "1 client ← results a final duraton=1",
    "1 client ← results a final last", "1 client → audio 1s chunks=100", "1 client → audio 1", "1 client ← metadata length=1",
    "1 client → text a b", "1 client → text \"a=b\"", "1 client → CloseStream now", "1 client → Closestream", "1 client → close x",
    "1 client ← close 1000 a b", "1 middle → text a", "x client → text a", "2-3-4 client → text a", "1 client failed somewhere X",
    "1 client violation 5.1 text", "1 client limit frame by=nobody", "1 note nothing", "1 client → text \"a", "1 client", "1",
  ])
  func whatIsMisspeltIsRefused(_ line: String) {
    let error = #expect(throws: WrittenTimelineError.self) { try Self.read(line) }
    #expect(error?.line == 2)
  }

  @Test(arguments: [
    "session", "session x audio=linear16", "session x seconds=long", "session x service=bad", "session x speed=2", "run service-hop=both",
    "run speed=2", "1 client → text a",
  ])
  func soIsASession(_ line: String) { #expect(throws: WrittenTimelineError.self) { try WrittenTimeline(line) } }

  @Test func eachConnectionHasItsNumber() throws {
    let recording = try Self.read(
      "0 client → GET /\n0 service → GET /\n1 client → text a\n2 client → GET /\n3 client → text b\n4 service → text c")
    #expect(recording.events.map(\.connection) == [1, 2, 1, 3, 3, 2])
    #expect(recording.events.map(\.id) == [1, 2, 3, 4, 5, 6])
  }

  @Test func linesStandInTheOrderOfTime() throws {
    let written = try WrittenTimeline("session x\n↓ 2 client → text b\n1 client → text a\n↓ 2 client → text c # a remark\n\n")
    #expect(written.recording.events.map(\.at) == [.seconds(1), .seconds(2), .seconds(2)])
    #expect(written.marked == [[2], [3]])
  }

  @Test func audioIsCutIntoMessagesOverItsTime() throws {
    let recording = try Self.read("1-1.3 client → audio 0.4s")
    #expect(recording.events.map(\.at) == [1.0, 1.1, 1.2, 1.3].map(Nanoseconds.seconds))
    let whole = try Self.read("1 client → audio 0.4s chunk=400")
    func bytes(_ recording: Recording) -> [UInt8] {
      recording.events.flatMap { event -> [UInt8] in
        if case .frame(let told) = event.kind { told.frame.payload } else { [] }
      }
    }
    #expect(bytes(recording) == bytes(whole) && bytes(whole).count == 12_800)
    // From a later place the sound is the rest of the same.
    #expect(bytes(try Self.read("1 client → audio 0.3s from=0.1")) == Array(bytes(whole).dropFirst(3200)))
    #expect(bytes(try Self.read("1 client → audio 0.4s voice=2")) != bytes(whole))
  }
}
