import Lab
import Machines
import Scenarios
import Testing
import Timeline
import Wire

@Suite struct SimulatedNetworkTests {
  @Test func aHealthySessionRunsToItsEnd() {
    let played = VirtualLab(scenario: .baseline).play()
    #expect(played.outcome.error == nil)
    #expect(played.audio(.client, from: .client) == VirtualLab.audio(7 * 88_200))
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
    #expect(played.texts(.client, from: .relay) == played.texts(.service, from: .service))
    #expect(played.texts(.client, from: .relay).count == 9)
    #expect(played.texts(.service, from: .relay) == [#"{"type":"CloseStream"}"#])
    #expect(played.closes(.service, from: .service) == ["1000"])
    #expect(played.closes(.service, from: .relay) == ["1000"])
    #expect(played.closes(.client, from: .relay) == ["1000"])
    #expect(played.closes(.client, from: .client) == ["1000"])
    #expect(played.ends(.client) == [ConnectionEnd(.finished, by: .relay)])
    #expect(played.ends(.service) == [ConnectionEnd(.finished, by: .service)])
    #expect(!played.events.contains { if case .violation = $0.kind { true } else { false } })
  }

  @Test func theSameSeedGivesTheSameEventsAndAnotherDoesNot() {
    var lab = VirtualLab(scenario: .baseline)
    lab.network = SimulatedNetwork(
      seed: 7, clientLink: SimulatedLink(latency: .milliseconds(10), jitter: .milliseconds(5), bandwidth: 200_000))
    let first = lab.play()
    #expect(first.outcome.error == nil)
    #expect(first.events == lab.play().events)
    lab.network.seed = 8
    #expect(first.events != lab.play().events)
  }

  @Test func eventsComeInOrderOfTimeAndPacedAudioIsOnTime() {
    let played = VirtualLab(scenario: .baseline).play()
    #expect(zip(played.events, played.events.dropFirst()).allSatisfy { $0.at <= $1.at })
    var paced = 0
    for event in played.events {
      guard case .frame(let frame) = event.kind, frame.sender == .client, frame.frame.opcode == .binary else { continue }
      paced += 1
      #expect(frame.scheduled == event.at)
    }
    #expect(paced > 50)
  }

  @Test func aCutConnectionIsNoticedOnlyByWhoSends() throws {
    var lab = VirtualLab(scenario: .baseline)
    lab.network = SimulatedNetwork(clientLink: SimulatedLink(cutAfter: .seconds(3)))
    let played = lab.play()
    #expect(played.outcome.error == nil)
    // Sent for a while to nobody, as much as waits in the window and before it; then TCP gives up.
    #expect(played.audio(.client, from: .client).count > 3 * 88_200)
    let end = try #require(played.ends(.client).first)
    #expect(end.manner == .reset && end.by == nil && end.text?.hasPrefix("ETIMEDOUT") == true)
    #expect(played.audio(.service, from: .relay).count < 3 * 88_200)
    // The relay is left with a silent client, and ends its other hop all the same.
    #expect(played.closes(.service, from: .service).count == 1)
    #expect(played.closes(.client, from: .relay).isEmpty)
    #expect(played.events == lab.play().events)

    lab.network = SimulatedNetwork(serviceLink: SimulatedLink(cutAfter: .seconds(3)))
    let other = lab.play()
    #expect(other.outcome.error == nil)
    #expect(other.closes(.client, from: .relay) != ["1000"])
    #expect(other.audio(.service, from: .relay).count < 3 * 88_200)
  }

  @Test func connectingCostsTwoRoundTrips() throws {
    var lab = VirtualLab(scenario: .baseline)
    lab.network = SimulatedNetwork(
      clientLink: SimulatedLink(latency: .milliseconds(30)), serviceLink: SimulatedLink(latency: .milliseconds(50)))
    let played = lab.play()
    func time(_ hop: Hop, _ wanted: (Event.Kind) -> Bool) -> Nanoseconds? {
      played.events.first { $0.hop == hop && wanted($0.kind) }?.at
    }
    #expect(time(.client) { if case .request = $0 { true } else { false } } == .milliseconds(60))
    #expect(time(.client) { if case .response = $0 { true } else { false } } == .milliseconds(120))
    // The relay dials when its client's request has come, at 90 ms; the service sees its request 150 ms later.
    #expect(time(.service) { if case .request = $0 { true } else { false } } == .milliseconds(240))
    let request = try #require(played.requests(.client).first)
    #expect(request.headers["Host"] == "relay.test")
    #expect(request.headers["Sec-WebSocket-Version"] == "13")
    #expect(String(decoding: request.raw, as: UTF8.self).hasPrefix("GET /speech/stt:test HTTP/1.1\r\nHost: relay.test\r\n"))
    #expect(String(decoding: request.raw, as: UTF8.self).hasSuffix("\r\n\r\n"))
  }

  @Test func acceptKeyAnswersTheKey() throws {
    let played = VirtualLab(scenario: .baseline).play()
    let response = try #require(
      played.events.compactMap { event -> ResponseHead? in
        guard event.hop == .client, case .response(let head) = event.kind else { return nil }
        return head
      }.first)
    #expect(response.status == 101)
    #expect(response.headers["Sec-WebSocket-Accept"]?.count == 28)
  }

  @Test func nobodyListeningIsAFailedConnection() {
    let lab = VirtualLab(scenario: .baseline)
    var session = lab.session()
    session.relay = nil
    let sink = MemorySink()
    let outcome = SimulatedNetwork().run([session], sink: sink)
    #expect(outcome.error == nil)
    let failures = sink.events.compactMap { event -> ConnectionFailure? in
      guard case .failed(let failure) = event.kind else { return nil }
      return failure
    }
    #expect(failures.map(\.code) == ["ECONNREFUSED"])
    #expect(failures.map(\.address) == ["relay.test:80 (simulated)"])
  }

  @Test func aRelayThatNeverAnswersTimesOut() {
    var session = VirtualLab(scenario: .baseline).session()
    session.relay = Silent()
    let sink = MemorySink()
    let outcome = SimulatedNetwork().run([session], sink: sink)
    #expect(outcome.clientFinished[1] == .seconds(10))
    #expect(outcome.error == .stuck(unfinished: ["session 1 relay"]))
    #expect(
      sink.events.contains {
        if case .failed(let failure) = $0.kind { failure.code == "TIMEOUT" && failure.stage == .handshake } else { false }
      })
  }

  @Test(arguments: [0.008, 0.012, 0.018]) func aClientThatGivesUpWhileDialling(limit: Double) {
    var lab = VirtualLab(scenario: .baseline)
    lab.sessionLimit = .seconds(limit)
    let played = lab.play()
    #expect(played.outcome.error == nil)
    #expect(played.outcome.clientFinished[1] == .seconds(limit))
    // Its request reaches the relay, which dials, only if it was sent at all: one round trip after the beginning.
    #expect(played.requests(.client).count == (limit > 0.01 ? 1 : 0))
    #expect(played.requests(.service).count == (limit > 0.01 ? 1 : 0))
  }

  @Test func theLimitOfVirtualTimeEndsWhatGoesOn() {
    var lab = VirtualLab(scenario: Scenario(name: "long", steps: [.connect, .pause(.seconds(100))]))
    lab.network.timeLimit = .seconds(5)
    #expect(lab.play().outcome.error == .timeLimit(.seconds(5), unfinished: ["session 1 client", "session 1 relay", "session 1 service"]))
  }

  @Test func theLimitOfStepsEndsWhatTurnsInCircles() {
    let session = SimulatedSession(number: 1, client: Restless(), relay: nil, service: nil)
    let outcome = SimulatedNetwork(stepLimit: 1000).run([session], sink: MemorySink())
    #expect(outcome.error == .stepLimit(1000, unfinished: ["session 1 client"]))
  }

  @Test func aSlowLinkDelaysButLosesNothing() {
    var lab = VirtualLab(scenario: .baseline, seconds: 4)
    lab.scenario.steps[1] = .stream(Streaming(rhythm: .pace(8)))
    lab.network = SimulatedNetwork(
      clientLink: SimulatedLink(bandwidth: 100_000, highWater: 20_000, lowWater: 8_000))
    let played = lab.play()
    #expect(played.outcome.error == nil)
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(4 * 88_200))
    // The sender is held back, so that chunks go out later than they were due.
    let lateness = played.events.compactMap { event -> Nanoseconds? in
      guard case .frame(let frame) = event.kind, let due = frame.scheduled else { return nil }
      return event.at - due
    }
    #expect(lateness.allSatisfy { $0 >= 0 })
    #expect((lateness.max() ?? 0) > .seconds(1))
  }

  @Test func aSlowServiceHopHoldsTheClientBackThroughTheRelay() {
    var lab = VirtualLab(scenario: .baseline, seconds: 20)
    lab.scenario.steps[1] = .stream(Streaming(rhythm: .pace(8)))
    lab.scenario.steps[3] = .await(.closed, within: .seconds(60))
    let small = SimulatedLink(window: 32 << 10, highWater: 32 << 10, lowWater: 16 << 10)
    lab.network = SimulatedNetwork(clientLink: small, serviceLink: SimulatedLink(bandwidth: 100_000))
    let played = lab.play()
    #expect(played.outcome.error == nil)
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(20 * 88_200))
    #expect(played.closes(.client, from: .relay) == ["1000"])
    // Of 20 s, at most the buffers on the way are ahead of what the service has had.
    var sent = 0
    var arrived = 0
    var ahead = 0
    for event in played.events {
      guard case .frame(let frame) = event.kind, frame.frame.opcode == .binary else { continue }
      if frame.sender == .client { sent += frame.frame.payload.count } else { arrived += frame.frame.payload.count }
      ahead = max(ahead, sent - arrived)
    }
    #expect(ahead < 512 << 10)
    #expect(sent == 20 * 88_200)
  }

  @Test func sessionsAtOnceDoNotMeet() {
    let lab = VirtualLab(scenario: .baseline, seconds: 3)
    let sink = MemorySink()
    let sessions = (1...20).map { lab.session(number: $0, startsAt: .milliseconds(Double($0) * 7)) }
    let outcome = SimulatedNetwork().run(sessions, sink: sink)
    #expect(outcome.error == nil)
    #expect(outcome.clientFinished.count == 20)
    for number in 1...20 {
      let played = VirtualLab.Played(events: sink.events.filter { $0.session == number }, outcome: outcome)
      #expect(played.audio(.service, from: .relay) == VirtualLab.audio(3 * 88_200))
    }
    #expect(Set(sink.events.map(\.connection)) == Set(0...40))
  }

  @Test func anRSTReachesTheOtherSideAfterWhatWasUnderWay() {
    var lab = VirtualLab(scenario: .baseline, seconds: 2)
    lab.scenario.steps = [.connect, .stream(Streaming()), .vanish]
    let played = lab.play()
    #expect(played.outcome.error == nil)
    #expect(played.ends(.client) == [ConnectionEnd(.reset, by: .client)])
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(2 * 88_200))
    #expect(played.texts(.service, from: .relay) == [#"{"type":"CloseStream"}"#])
    #expect(played.closes(.client, from: .client).isEmpty)
  }

  @Test func aMinuteOfAudio() {
    let played = VirtualLab(scenario: .baseline, seconds: 60).play()
    #expect(played.outcome.error == nil)
    #expect(played.frames(.service, from: .relay).filter { $0.frame.opcode == .binary }.count == 2584)
  }
}

/// Takes everything and says nothing.
private struct Silent: Machine {
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] { [] }
}

/// Wakes itself for ever without time going by.
private struct Restless: Machine {
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] { [.wake("again", at: now)] }
}
