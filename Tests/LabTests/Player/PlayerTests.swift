import Audio
import Lab
import Machines
import Scenarios
import Synchronization
import Testing
import Timeline
import Wire

@Suite struct PlayerTests {
  static let open = Occurrence.opened(ResponseHead(status: 101, reason: "Switching Protocols", headers: []))
  static let final = #"{"type":"Results","is_final":true,"start":0,"duration":1,"channel":{"alternatives":[{"transcript":"hello"}]}}"#
  static let interim = #"{"type":"Results","is_final":false,"start":0,"duration":1,"channel":{"alternatives":[{"transcript":"hell"}]}}"#
  static let metadata = #"{"type":"Metadata","duration":1.0,"channels":1,"sha256":"00","request_id":"r"}"#

  /// 1 s of audio in ten chunks of 100 bytes.
  static func player(_ steps: [Step], profile: Profile? = nil, limit: Nanoseconds? = nil) -> Player {
    var profile = profile ?? Profile()
    profile.audio = ChunkScheduleTests.format
    profile.chunkSamples = 50
    return Player(
      scenario: Scenario(name: "t", steps: steps), profile: profile, target: "/speech?x=1",
      audio: StreamedAudio(bytes: [UInt8](repeating: 1, count: 1000), format: profile.audio), sessionLimit: limit)
  }

  /// A player that is connected and about to play the steps.
  static func connected(_ steps: [Step], profile: Profile? = nil, limit: Nanoseconds? = nil) -> Playbook {
    let play = Playbook(player([.connect] + steps, profile: profile, limit: limit))
    play >>> .started
    play >>> open
    return play
  }

  @Test func dialsAsTheProfileSays() {
    let profile = Profile(headers: [HeaderField("Authorization", "Bearer x")], subprotocols: ["token", "x"])
    let play = Playbook(Self.player([.connect], profile: profile))
    play >>> .started <<< [.dial(target: "/speech?x=1", headers: [HeaderField("Authorization", "Bearer x")], subprotocols: ["token", "x"])]
    #expect(play.notes == [Note(.step, "connect")])
  }

  @Test(arguments: [
    (StopSignal.text("stop"), Message.text("stop")), (.text(#"{"type":"CloseStream"}"#), .text(#"{"type":"CloseStream"}"#)),
    (.emptyBinary, .binary([])), (.close, .close(1000)),
  ])
  func stopsAsTheProfileSays(stop: StopSignal, message: Message) {
    let play = Playbook(Self.player([.connect, .stop, .pause(.seconds(1))], profile: Profile(stop: stop)))
    play >>> .started
    play >>> Self.open <<< [.send(.dialled, message)]
  }

  @Test func playsTheStepsOfTheServicesProtocol() {
    let play = Playbook(Self.player([.connect, .keepAlive, .finalize, .close(code: 4000, reason: "bye")]))
    play >>> .started
    play >>> Self.open <<< [
      .send(.dialled, .text(#"{"type":"KeepAlive"}"#)), .send(.dialled, .text(#"{"type":"Finalize"}"#)),
      .send(.dialled, .close(4000, "bye")),
    ]
  }

  @Test func aWaitEndsWithWhatItWaitsFor() {
    let play = Self.connected([.await(.final, within: .seconds(5)), .await(.metadata, within: .seconds(5))])
    play >>> .received(.dialled, .text(Self.metadata))  // Remembered: the next wait ends at once.
    play >>> .received(.dialled, .text(Self.interim)) <<< []
    #expect(play.timers["step"] == .seconds(5))
    play.clock(1)
    play >>> .received(.dialled, .text(Self.final)) <<< [.send(.dialled, .close(1000))]
    #expect(
      play.notes == [
        Note(.step, "connect"), Note(.step, "await final within 5 s"), Note(.awaited, "final"),
        Note(.step, "await metadata within 5 s"), Note(.awaited, "metadata: had come before"),
      ])
  }

  @Test func aWaitThatRunsOutSaysWhatDidNotCome() {
    let play = Self.connected([.await(.message, within: .seconds(2)), .await(.silence, within: .seconds(1))])
    #expect(play.fireNext() == "step")
    #expect(play.notes.last == Note(.step, "await silence within 1 s"))
    #expect(play.notes.contains(Note(.waitExpired, "message did not come within 2 s")))
    play >>> .received(.dialled, .text("noise")) <<< []
    #expect(play.fireNext() == "step")
    #expect(play.notes.last == Note(.awaited, "silence"))
  }

  @Test func answersPings() {
    let play = Self.connected([.pause(.seconds(1))])
    play >>> .received(.dialled, .ping([1, 2])) <<< [.send(.dialled, .pong([1, 2]))]
    play >>> .received(.dialled, .pong([])) <<< []
  }

  @Test func answersACloseAndLeavesTheEndOfTCPToTheRelay() {
    let play = Self.connected([.await(.closed, within: .seconds(10))])
    play.clock(1)
    play >>> .received(.dialled, .close(1011, "net0001")) <<< [.send(.dialled, .close(1011))]
    #expect(play.notes.last == Note(.awaited, "closed: Close 1011"))
    play.clock(1.2)
    play >>> .ended(.dialled, ConnectionEnd(.finished, by: .relay)) <<< [.finish]
    play >>> .fired("closing") <<< []
    #expect(play.finished == 1)
  }

  @Test func endsTCPItselfWhereTheRelayDoesNot() {
    let play = Self.connected([.await(.closed, within: .seconds(10))])
    play >>> .received(.dialled, .close(1000)) <<< [.send(.dialled, .close(1000))]
    #expect(play.timers == ["closing": .seconds(1)])
    play.fireNext()
    play >>> .ended(.dialled, ConnectionEnd(.finished, by: .client)) <<< [.finish]
  }

  @Test func nothingIsSentAfterTheRelayHasClosed() {
    let play = Self.connected([.stream(Streaming()), .stop, .await(.final, within: .seconds(5)), .await(.closed, within: .seconds(5))])
    play.fireNext()
    play.clock(0.15)
    play >>> .received(.dialled, .close(nil)) <<< [.send(.dialled, .close(nil))]
    #expect(play.timers == ["closing": .seconds(1.15)])
    #expect(
      play.notes.suffix(2) == [
        Note(.waitExpired, "final did not come: Close without a code"), Note(.awaited, "closed: Close without a code"),
      ])
    #expect(!play.notes.contains { $0.text.hasPrefix("stop") })
  }

  @Test func aLostConnectionEndsEverything() {
    let play = Self.connected([.stream(Streaming()), .stop, .await(.closed, within: .seconds(5))])
    play.fireNext()
    play >>> .ended(.dialled, ConnectionEnd(.reset, by: .relay)) <<< [.finish]
    #expect(play.notes.last == Note(.awaited, "closed: the connection ended without a Close frame"))
    #expect(play.timers.isEmpty)
  }

  @Test(arguments: [
    Occurrence.refused(ResponseHead(status: 401, reason: "Unauthorized", headers: [])),
    .failed(ConnectionFailure(stage: .connect, address: "a", code: "ECONNREFUSED", text: "refused")),
  ])
  func withoutAConnectionThereIsNothingToPlay(_ answer: Occurrence) {
    let play = Playbook(Self.player([.connect, .stream(Streaming()), .stop, .await(.closed, within: .seconds(5))]))
    play >>> .started
    play >>> answer <<< [.finish]
    #expect(play.notes == [Note(.step, "connect")])
  }

  @Test func holdsItsChunksWhileStalledAndSendsThemLate() {
    let play = Self.connected([.stream(Streaming())])
    play.fireNext()
    play >>> .stalled(.dialled) <<< []
    for _ in 0..<3 where play.timers["chunk"] != nil { play.fireNext() }
    #expect(play.actions.isEmpty)
    play.clock(0.55)
    play >>> .drained(.dialled)
    #expect(
      play.actions
        == [0.2, 0.3, 0.4, 0.5].map { .send(.dialled, .binary([UInt8](repeating: 1, count: 100)), scheduled: .seconds($0)) })
    #expect(play.timers["chunk"] == .seconds(0.6))
  }

  @Test func catchesUpInBatchesSoThatAStallIsNoticed() {
    let play = Self.connected([.stream(Streaming(chunkSamples: 1))])
    play.clock(1)
    play >>> .fired("chunk")
    #expect(play.actions.count == 32)
    #expect(play.timers["chunk"] == .seconds(1))
  }

  @Test func afterTheLastStepItClosesAndWaitsAWhile() {
    let play = Playbook(Self.player([.connect]))
    play >>> .started
    play >>> Self.open <<< [.send(.dialled, .close(1000))]
    #expect(play.timers["closing"] == .seconds(2))
    play.fireNext()
    #expect(play.actions == [.end(.dialled, .finished)])
    play.fireNext()
    #expect(play.actions == [.end(.dialled, .reset)])
    play >>> .ended(.dialled, ConnectionEnd(.reset, by: .client)) <<< [.finish]
  }

  @Test func dataAfterItsOwnCloseIsNotSent() {
    let play = Self.connected([.close(code: 1000, reason: ""), .keepAlive, .await(.closed, within: .seconds(1))])
    #expect(play.notes.contains(Note(.remark, "skipped keepAlive: a Close frame has been sent")))
    play >>> .received(.dialled, .close(1000)) <<< []
    #expect(play.notes.last == Note(.awaited, "closed: Close 1000"))
  }

  @Test func theSessionLimitEndsIt() {
    let play = Self.connected([.await(.closed, within: .seconds(100))], limit: .seconds(30))
    #expect(play.fireNext() == "session-limit")
    #expect(play.actions == [.send(.dialled, .close(1000))])
    #expect(play.notes.last == Note(.timedOut, "the session took longer than its limit of 30 s"))
    #expect(play.timers == ["closing": .seconds(32)])
  }

  @Test func theSessionLimitEndsADiallingToo() {
    let play = Playbook(Self.player([.connect, .stop], limit: .seconds(30)))
    play >>> .started
    #expect(play.fireNext() == "session-limit")
    #expect(play.actions == [.end(.dialled, .reset), .finish])
  }

  @Test func askedToStopItSaysGoodbye() {
    let play = Self.connected([.stream(Streaming()), .stop])
    play >>> .stopRequested <<< [.send(.dialled, .close(1001))]
    #expect(play.notes.last == Note(.interrupted, "asked to stop"))
    play >>> .received(.dialled, .close(1001)) <<< []
    play >>> .ended(.dialled, ConnectionEnd(.finished, by: .relay)) <<< [.finish]
  }

  @Test func vanishingIsAnRST() {
    let play = Playbook(Self.player([.connect, .vanish, .await(.closed, within: .seconds(1))]))
    play >>> .started
    play >>> Self.open <<< [.end(.dialled, .reset)]
    play >>> .ended(.dialled, ConnectionEnd(.reset, by: .client)) <<< [.finish]
  }

  @Test func progressCanBeReadAtAnyTime() {
    var player = Self.player([.connect, .stream(Streaming()), .stop])
    #expect(player.progress.audioTotal == 1)
    _ = player.handle(.started, at: 0)
    _ = player.handle(Self.open, at: 0)
    #expect(player.progress.step == "stream 1 s at pace 1")
    _ = player.handle(.fired("chunk"), at: .seconds(0.45))
    _ = player.handle(.received(.dialled, .text(Self.interim)), at: .seconds(0.45))
    _ = player.handle(.received(.dialled, .text(Self.final)), at: .seconds(0.46))
    #expect(abs(player.progress.audioSent - 0.4) < 1e-9)
    #expect(player.progress.messages == 2)
    #expect(player.progress.finals == 1)
    #expect(!player.progress.isFinished)
    _ = player.handle(.ended(.dialled, ConnectionEnd(.reset, by: nil)), at: .seconds(1))
    #expect(player.progress.isFinished)
  }

  @Test func progressIsReportedWhenItChanges() {
    let seen = Mutex<[String]>([])
    let player = Self.player([.connect, .pause(.seconds(1))])
    let play = Playbook(ReportingPlayer(player) { progress in seen.withLock { $0.append(progress.step) } })
    play >>> .started
    play >>> Self.open
    play >>> .received(.dialled, .ping([])) <<< [.send(.dialled, .pong([]))]
    play >>> .received(.dialled, .text("{}"))
    #expect(seen.withLock { $0 } == ["connect", "pause 1 s", "pause 1 s"])
  }
}
