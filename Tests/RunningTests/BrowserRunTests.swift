import Diagnosis
import Dialects
import Lab
import Machines
import Running
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// Whole runs in virtual time of a client that keeps a browser's rules.
struct BrowserRunTests {
  /// A relay that chooses none of the subprotocols.
  private static let forgetful: @Sendable (RelaySettings, Int) -> (any Machine)? = { settings, _ in
    ReferenceRelay(settings: settings).asking { action in
      guard case .accept(_, let headers) = action else { return [action] }
      return [.accept(subprotocol: nil, headers: headers)]
    }
  }

  @Test func theReferenceRelayIsHealthy() throws {
    let world = InputWorld(profile: Profile(subprotocols: ["token"]), scenarios: ["baseline", "browser"])
    let recording = try world.play()
    for seen in [recording, recording.clientHopOnly] {
      let result = Diagnosis.diagnose(seen)
      #expect(result.answer.isEmpty && result.verdict == .healthy, "\(result.headline)")
      #expect(result.sessions[1].transcript?.isEmpty == false)
    }
  }

  /// A relay that other clients can use, and no page: a warning, which says from where it works.
  @Test func worksFromHereNotFromABrowser() throws {
    let world = InputWorld(profile: Profile(subprotocols: ["token"]), scenarios: ["baseline", "browser"], relay: Self.forgetful)
    let recording = try world.play()
    for seen in [recording, recording.clientHopOnly] {
      let result = Diagnosis.diagnose(seen)
      #expect(result.answer == ["warning: handshake-refused, relay, proven"], "\(result.headline)")
      #expect(result.words.contains("works from here, not from a browser"))
      #expect(result.verdict == .healthy && result.sessions.map(\.verdict) == [.healthy, .inconclusive])
    }
  }

  /// The same is an error where all of its clients are browsers: none gets in.
  @Test func nobodyGetsInWhereAllAreBrowsers() throws {
    var profile = Profile(subprotocols: ["token"])
    profile.speak(try Dialect(setting: ["browser": true]))
    let result = Diagnosis.diagnose(try InputWorld(profile: profile, scenarios: ["baseline"], relay: Self.forgetful).play())
    #expect(result.answer == ["handshake-refused, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("1006"))
  }

  /// A relay that checks the Origin lets in everybody but pages.
  @Test func anOriginThatIsRefused() throws {
    let world = InputWorld(
      scenarios: ["baseline", "browser"],
      relay: { settings, session in session == 2 ? Refuser() as any Machine : ReferenceRelay(settings: settings) })
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["warning: handshake-refused, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("HTTP 403 to a browser"))
    #expect(result.verdict == .healthy && result.sessions.map(\.verdict) == [.healthy, .inconclusive])
  }

  /// Clients that send a header of their own are no pages: nothing is to be learnt from one.
  @Test func aHeaderThatNoPageSendsSkipsIt() throws {
    let plan = RunPlan(
      profile: Profile(headers: [HeaderField("Authorization", "Bearer x")]),
      scenarios: ["baseline", "browser"].compactMap(BuiltIns.scenario))
    let recording = try VirtualRun.play(plan, toolVersion: "test")
    guard case .skipped(let reason)? = recording.sessions[1].outcome else {
      Issue.record("played")
      return
    }
    #expect(reason.contains("Authorization"))
    #expect(Diagnosis.diagnose(recording).verdict == .healthy)
  }

  /// What keeps a connection open is said beside the audio, and not after the Close.
  @Test func aKeepAliveGoesOnInSilence() throws {
    var profile = Profile()
    profile.speak(try Dialect(setting: ["keepalive": "3s"]))
    let plan = RunPlan(profile: profile, scenarios: ["stall"].compactMap(BuiltIns.scenario))
    let recording = try VirtualRun.play(plan, toolVersion: "test")
    let said = recording.events.compactMap { event -> String? in
      guard event.hop == .client, case .frame(let frame) = event.kind, frame.sender == .client, frame.frame.opcode != .binary else {
        return nil
      }
      return frame.frame.opcode == .close ? "close" : String(decoding: frame.frame.payload, as: UTF8.self)
    }
    #expect(said.filter { $0 == #"{"type":"KeepAlive"}"# }.count >= 4)
    #expect(said.last == "close")
    let result = Diagnosis.diagnose(recording)
    #expect(result.verdict == .healthy && result.rootCauses.isEmpty, "\(result.headline)")
    #expect(result.sessions[0].transcript?.isEmpty == false)
  }
}

/// Answers every request with 403.
private struct Refuser: Machine {
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    guard case .requested = occurrence else { return [] }
    return [.refuse(ResponseHead(status: 403, reason: "Forbidden", headers: [])), .finish]
  }
}
