import GRDB
import Store
import TestSupport
import Testing
import Timeline
import Wire

@Suite struct RoundTripTests {
  @Test(arguments: 1...12) func whatIsWrittenIsReadBack(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var g = SeededRandom(seed: seed)
    var expected: [Recording] = []
    for id in ["first", "second"] {
      var run = Samples.run(id, &g)
      let writer = try RecordingWriter(path: folder.file(), run: run)
      var sessions: [SessionInfo] = []
      var events: [Event] = []
      for number in 1...3 {
        let session = Samples.session(number, &g)
        writer.begin(session: Samples.session(number, &g))
        for _ in 0..<40 {
          let event = Samples.event(&g)
          writer.record(event)
          events.append(event)
        }
        writer.end(session: session)
        sessions.append(session)
        if number == 2 { try writer.flush() }
      }
      run.interrupted = Bool.random(using: &g)
      try writer.finish(run: run)
      run.finished = true
      expected.append(Recording(run: run, sessions: sessions, events: events))
    }
    let file = try RecordingFile(path: folder.file())
    #expect(try file.runs() == expected.map(\.run))
    for recording in expected {
      var read = try file.recording(run: recording.run.id)
      let ids = read.events.map(\.id)
      #expect(ids == ids.sorted() && Set(ids).count == ids.count && ids.first != 0)
      for index in read.events.indices { read.events[index].id = 0 }
      #expect(read == recording)
    }
    #expect(try file.recording().run.id == "second")
  }

  @Test func eventsFromManyThreadsAllArriveEachInItsOrder() async throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun())
    await withTaskGroup(of: Void.self) { group in
      for connection in 1...8 {
        group.addTask {
          for at in 0..<500 { writer.record(Samples.frame(.binary, [1, 2, 3], connection: connection, at: Int64(at))) }
        }
      }
    }
    try writer.finish(run: Samples.simpleRun())
    let events = try RecordingFile(path: folder.file()).recording().events
    #expect(events.count == 4000)
    for connection in 1...8 { #expect(events.filter { $0.connection == connection }.map(\.at) == (0..<500).map(Int64.init)) }
    #expect(writer.lag.committedEvents == 4000)
  }

  @Test func theFileSaysWhatItIs() throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun())
    // Before anything is checkpointed, the first page of the file itself carries the marks.
    let head = try TemporaryFolder.bytes(folder.file())
    #expect(Array(head[68..<72]) == Array("STTc".utf8))
    #expect(Array(head[60..<64]) == [0, 0, 0, 8])
    #expect(Array(head[16..<18]) == [0x80, 0])
    #expect(try query(folder.file(), "PRAGMA journal_mode")[0].texts("journal_mode") == ["wal"])
    try writer.finish(run: Samples.simpleRun())
  }

  @Test func findingsReplaceThoseBefore() throws {
    let folder = try TemporaryFolder()
    let old = FindingRow(rule: "no-final", certainty: "suspected", severity: "error", party: "relay", summary: "s", remedy: "r")
    let new = FindingRow(
      rule: "early-break", certainty: "proven", severity: "error", party: "relay", summary: "stopped", remedy: "loop",
      evidence: #"[{"session":1,"events":[4]}]"#, session: 1)
    for id in ["a", "b"] {
      let writer = try RecordingWriter(path: folder.file(), run: Samples.simpleRun(id))
      try writer.finish(run: Samples.simpleRun(id))
    }
    let file = try RecordingFile(path: folder.file())
    for id in ["a", "b"] { try file.saveFindings(run: id, [old]) }
    try file.saveFindings(run: "a", [new, old])
    #expect(try file.findings(run: "a") == [new, old])
    #expect(try file.findings(run: "b") == [old])
  }
}
