import Diagnosis
import Lab
import Machines
import Running
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// Relays and services that end, or don't, in ways of their own.
struct EndingInputsTests {
  static let closeStream = StopSignal.text(#"{"type":"CloseStream"}"#)

  /// Input 3: who hangs up can't be told anything more; nothing of that is the relay's fault.
  @Test(arguments: [false, true]) func aClientThatOnlyHangsUp(clientHopOnly: Bool) throws {
    let recording = try InputWorld(profile: Profile(stop: .close)).play()
    let result = Diagnosis.diagnose(clientHopOnly ? recording.clientHopOnly : recording)
    #expect(result.answer.isEmpty && result.verdict == .healthy, "\(result.headline)")
    #expect(result.headline.contains("hangs up"), "\(result.headline)")
  }

  /// With it: where the relay has a real fault, that is still seen.
  @Test func aRelayThatLosesResultsBehindAClientThatHangsUp() throws {
    let recording = try VirtualRun.play(
      RunPlan(
        profile: Profile(stop: .close), scenarios: Suite.standard.scenarios.compactMap(BuiltIns.scenario),
        faults: try FaultCatalogue.parse("early-break"), seed: 5), toolVersion: "test")
    #expect(Diagnosis.diagnose(recording).answer == ["early-break, relay, proven"])
  }

  /// Input 4: a proxy passes on what its client says; our own junk, and what the service makes of it, is nobody's fault but ours.
  @Test(arguments: ["unknown-text", "empty-frame"], [false, true])
  func aTransparentRelayAndOurOwnJunk(scenario: String, clientHopOnly: Bool) throws {
    let world = InputWorld(profile: Profile(stop: Self.closeStream), scenarios: ["baseline", "two-utterances", scenario]) { settings, _ in
      TransparentRelay(settings)
    }
    let recording = try world.play()
    let result = Diagnosis.diagnose(clientHopOnly ? recording.clientHopOnly : recording)
    #expect(result.answer.isEmpty && result.verdict == .healthy, "\(result.headline)")
    #expect(!result.words.contains("dial again"))
  }

  /// Input 7: what came after the stop is lost, in each session that lost it.
  @Test func aRelayThatForwardsNothingAfterTheStop() throws {
    let world = InputWorld { settings, _ in
      ReferenceRelay(settings: settings).reshaped(
        false,
        outgoing: { stopped, action, _ in
          if action == .send(.dialled, .text(ClientMessage.closeStream.encoded)) { stopped = true }
          if stopped, case .send(.accepted, .text, _) = action { return [] }
          return [action]
        })
    }
    let recording = try world.play()
    let result = Diagnosis.diagnose(recording)
    #expect(result.answer == ["results-dropped, relay, proven"], "\(result.headline)")
    let finding = try #require(result.cause("results-dropped"))
    #expect(finding.cause.contains("after the stop") && !result.words.contains("never forwarded"), "\(finding.cause)")
    // Whoever said stop lost its last final.
    let losers = recording.sessions.filter { ["baseline", "wav-header", "two-utterances"].contains($0.scenario) }.map(\.number)
    #expect(Set(losers).isSubset(of: Set(finding.evidence.map(\.session))))
    for number in losers { #expect(result.sessions.first { $0.info.number == number }?.verdict == .faulty) }
  }

  /// Input 11: nothing is read, written or answered any more, and TCP stays open. The relay waits for ever.
  @Test func aServiceThatFreezes() throws {
    let world = InputWorld(
      relay: { settings, _ in
        var settings = settings
        settings.drainTimeout = .seconds(500)
        settings.drainLimit = .seconds(500)
        return ReferenceRelay(settings: settings)
      },
      service: { SimulatedService(settings: $0).freezing(at: .seconds(1.5)) })
    let result = Diagnosis.diagnose(try world.play())
    let finding = try #require(result.rootCauses.first?.finding)
    #expect(
      ["no-final", "unexpected-close"].contains(finding.rule) && finding.party == .service && finding.certainty == .proven,
      "\(result.headline)")
    #expect(result.answer.count == 1, "\(result.answer)")
    #expect(result.words.contains("silent from"))
    #expect(result.verdict == .faulty)
  }

  /// Its sibling: the relay gives up after its own time, and says so.
  @Test func aServiceThatFreezesBehindARelayThatNotices() throws {
    let world = InputWorld(
      relay: { settings, _ in
        var settings = settings
        settings.drainTimeout = .seconds(6)
        return ReferenceRelay(settings: settings)
      },
      service: { SimulatedService(settings: $0).freezing(at: .seconds(1.5)) })
    let result = Diagnosis.diagnose(try world.play())
    #expect(
      result.rootCauses.allSatisfy { $0.finding.party == .service } && result.verdict == .faulty, "\(result.headline), \(result.answer)")
  }

  /// Input 12: the service's TCP ends without a Close; two event loops stamp the two ends in either order.
  @Test(arguments: [-5.0, -0.2, 0, 0.2, 1, 10]) func aServiceThatBreaksAndARelayThatFollowsAtOnce(millisecondsBehind: Double) throws {
    let world = InputWorld(
      serviceLink: SimulatedLink(latency: .milliseconds(1)),
      relay: { settings, _ in
        ReferenceRelay(settings: settings).asking { action in
          if case .send(.accepted, .close(1011, _), _) = action { return [.end(.accepted, .reset)] }
          return [action]
        }
      },
      service: { SimulatedService(settings: $0).breaking(at: .seconds(2.25)) })
    let recording = try world.play().withServiceEnds(behindClientEnds: .seconds(millisecondsBehind / 1000))
    let result = Diagnosis.diagnose(recording)
    #expect(result.answer.first == "unexpected-close, service, proven", "\(result.headline), \(result.answer)")
    #expect(result.answer.dropFirst().allSatisfy { $0.hasPrefix("warning: close-") })
  }

  /// Input 21: the service leaves by itself, and nobody tells the client, whose audio is swallowed.
  @Test func aRelayThatSwallowsWhatComesAfterTheServicesClose() throws {
    let world = InputWorld(
      relay: { settings, _ in
        ReferenceRelay(settings: settings).asking { action in
          switch action {
          case .send(.accepted, .close, _), .wake("client-close", _): []
          default: [action]
          }
        }
      },
      service: { SimulatedService(settings: $0).leaving(at: .seconds(1.5), with: .close(1000)) })
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["unexpected-close, service, proven", "close-not-relayed, relay, proven"], "\(result.headline)")
    #expect(result.cause("close-not-relayed")?.summary.contains("s of audio") == true)
  }
}

extension Machine {
  /// The service, which from so long after its first audio neither reads nor says anything, with its connection open.
  func freezing(at time: Nanoseconds) -> any Machine { FaultyMachine(self, behind: Failing(life: time, last: [])) }

  /// The service, whose connection ends then without a Close frame.
  func breaking(at time: Nanoseconds) -> any Machine {
    FaultyMachine(self, behind: Failing(life: time, last: [.end(.accepted, .reset), .finish]))
  }

  /// The service, which says this then and takes nothing any more.
  func leaving(at time: Nanoseconds, with last: Message) -> any Machine {
    FaultyMachine(self, behind: Failing(life: time, last: [.send(.accepted, last)], answersClose: true))
  }
}

private struct Failing: FaultStage {
  let life: Nanoseconds
  let last: [Action]
  var answersClose = false
  var hasAudio = false
  var isOver = false

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if case .ended = occurrence { return inner.handle(occurrence, at: now) }
    if isOver {
      if answersClose, case .received(.accepted, .close) = occurrence { return [.end(.accepted, .finished)] }
      return []
    }
    if occurrence == .fired("failing") {
      isOver = true
      return last
    }
    var actions = inner.handle(occurrence, at: now)
    if !hasAudio, case .received(.accepted, .binary) = occurrence {
      hasAudio = true
      actions.append(.wake("failing", at: now + life))
    }
    return actions
  }
}

extension Recording {
  /// The same with each end of a service connection stamped so long behind the end of its session's client connection: two sockets, two clocks.
  func withServiceEnds(behindClientEnds delay: Nanoseconds) -> Recording {
    var copy = self
    for session in sessions.map(\.number) {
      let client = events.first { event in
        guard event.session == session, event.hop == .client, case .ended(let end) = event.kind else { return false }
        return end.by != .client
      }
      guard let client else { continue }
      for index in copy.events.indices where copy.events[index].session == session && copy.events[index].hop == .service {
        guard case .ended(let end) = copy.events[index].kind, end.by == .service, abs(copy.events[index].at - client.at) < .milliseconds(50)
        else { continue }
        copy.events[index].at = client.at + delay
      }
    }
    copy.events = Series(copy.events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element))
    for index in copy.events.indices { copy.events[index].id = Int64(index + 1) }
    return copy
  }
}
