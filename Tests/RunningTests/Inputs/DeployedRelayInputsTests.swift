import Diagnosis
import Lab
import Machines
import Running
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// What is seen of a deployed relay: its client's side alone.
struct DeployedRelayInputsTests {
  private func diagnose(_ world: InputWorld) throws -> DiagnosisResult { Diagnosis.diagnose(try world.play().clientHopOnly) }

  /// Input 24: the stop is honoured and no result comes; that the relay never closes does not refute it.
  @Test func noResultsAndNoEnd() throws {
    let result = try diagnose(
      InputWorld { settings, _ in
        ReferenceRelay(settings: settings).asking { action in
          switch action {
          case .send(.accepted, .text, _), .send(.accepted, .close, _), .wake("client-close", _): []
          default: [action]
          }
        }
      })
    #expect(result.candidates.contains("results-not-forwarded"), "\(result.candidates)")
  }

  /// Input 25: a word of its own, then nothing: it may never have dialled, or hide that it was refused.
  @Test func aRelayThatGreetsAndNeverDials() throws {
    let result = try diagnose(InputWorld { _, _ in LonelyRelay.greeting(#"{"type":"info","message":"Connected"}"#) })
    #expect(result.candidates.isSuperset(of: ["service-never-dialled", "service-refusal-hidden"]), "\(result.candidates)")
  }

  /// Input 26: a reason that names the service is not the service speaking.
  @Test(arguments: ["deepgram idle, closing", "upstream service closed the stream", "no audio for the speech service"])
  func aRelayThatBlamesTheServiceInItsReason(_ reason: String) throws {
    let result = try diagnose(
      InputWorld(scenarios: ["baseline", "two-utterances", "stall"]) { settings, _ in
        ReferenceRelay(settings: settings).givingUp(after: .seconds(5), with: .close(1011, reason))
      })
    let finding = try #require(result.rootCauses.first?.finding, "\(result.headline)")
    #expect(finding.certainty == .suspected && finding.party == .relay, "\(result.headline), \(result.answer)")
    #expect(finding.alternatives.contains { $0.separateBy.text.contains("service left first") })
  }

  /// With it, what is the service's own word.
  @Test(arguments: [
    "Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001", "NET-0000", "DATA-0000",
  ])
  func theServicesOwnWordIsTakenForIt(_ reason: String) throws {
    let result = try diagnose(
      InputWorld(scenarios: ["baseline", "two-utterances"]) { settings, _ in
        ReferenceRelay(settings: settings).closing(after: .seconds(1.5), with: .close(1011, reason))
      })
    #expect(result.rootCauses.first?.finding.party != .relay, "\(result.headline), \(result.answer)")
  }

  /// Input 27: that it never closes explains nothing that came, or did not come, before.
  @Test func nothingEverCameAndNoEnd() throws {
    let result = try diagnose(
      InputWorld { _, _ in
        Handmade(()) { _, occurrence, _ in
          switch occurrence {
          case .requested: [.accept(subprotocol: nil, headers: [])]
          case .received(.accepted, .close(let code, _)): [.send(.accepted, .close(code: code, reason: [])), .end(.accepted, .finished)]
          case .ended(.accepted, _): [.finish]
          default: []
          }
        }
      })
    #expect(!result.rootCauses.isEmpty)
    for cause in result.rootCauses where cause.finding.rule == "close-not-relayed" { #expect(!cause.explains.contains("no-messages")) }
    #expect(result.rootCauses.first?.finding.rule != "close-not-relayed", "\(result.headline)")
  }

  /// Input 29: what is in use is not advised, and the profile's ready message is known.
  @Test func adviceThatIsInUseIsNotGiven() throws {
    let ready = JSONCondition([JSONCondition.Clause(try JSONSelector(parsing: "$.type"), .oneOf([.string("RelayReady")]))])
    let world = InputWorld(profile: Profile(stop: EndingInputsTests.closeStream, ready: ready)) { settings, _ in
      ReferenceRelay(settings: settings).reshaped(
        (),
        outgoing: { _, action, _ in
          switch action {
          case .accept: [action, .send(.accepted, .text(#"{"type":"RelayReady"}"#))]
          case .send(.dialled, .text(ClientMessage.closeStream.encoded), _): []
          case .wake("drain", _): []
          default: [action]
          }
        })
    }
    let result = try diagnose(world)
    #expect(result.verdict == .faulty, "\(result.headline)")
    #expect(!result.words.contains("stop: { type: CloseStream }"), "\(result.words)")
    #expect(!result.words.contains("unknown shape") && !result.notices.contains { $0.rule == "message-shape-unknown" })
  }
}

extension Machine {
  /// The relay, which closes its client after so much silence from it.
  func givingUp(after silence: Nanoseconds, with close: Message) -> any Machine {
    FaultyMachine(self, behind: ClosingClient(patience: silence, isRenewed: true, close: close))
  }

  /// The relay, which closes its client so long after its first audio.
  func closing(after life: Nanoseconds, with close: Message) -> any Machine {
    FaultyMachine(self, behind: ClosingClient(patience: life, isRenewed: false, close: close))
  }
}

private struct ClosingClient: FaultStage {
  let patience: Nanoseconds
  /// Each message of the client begins the time anew.
  let isRenewed: Bool
  let close: Message
  var hasAudio = false
  var isOver = false

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if case .ended(.accepted, _) = occurrence { isOver = true }
    if occurrence == .fired("closing client") {
      guard !isOver else { return [] }
      isOver = true
      // The rest goes as if the client had left.
      return [.send(.accepted, close)]
        + inner.handle(.received(.accepted, .close(1000)), at: now).filter { action in
          if case .send(.accepted, _, _) = action { false } else { true }
        }
    }
    var actions = inner.handle(occurrence, at: now)
    switch occurrence {
    case .received(.accepted, .binary), .received(.accepted, .text):
      if isRenewed || !hasAudio { actions.append(.wake("closing client", at: now + patience)) }
      hasAudio = true
    default: break
    }
    // A session that ends in order is not given up.
    if actions.contains(where: { if case .send(.accepted, .close, _) = $0 { true } else { false } }) { isOver = true }
    return actions
  }
}
