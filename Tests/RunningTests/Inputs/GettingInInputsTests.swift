import Diagnosis
import Lab
import Machines
import Running
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// Relays that let their client in and go no further, or don't let it in.
struct GettingInInputsTests {
  /// Input 1: a greeting is no transcript; the audio went nowhere. With it, the same without a greeting, and one that says hello in JSON.
  @Test(arguments: [
    "Welcome to the speech relay, please begin.", #"{"type":"info","message":"Connected"}"#, #"{"text":"hello, I am listening"}"#, nil,
  ])
  func aRelayThatGreetsAndNeverDials(_ greeting: String?) throws {
    let recording = try InputWorld(relay: { _, _ in LonelyRelay.greeting(greeting) }).play()
    let result = Diagnosis.diagnose(recording)
    #expect(result.answer == ["service-never-dialled, relay, proven"], "\(result.headline)")
    #expect(result.verdict == .faulty)
  }

  /// Input 2: the process dies at the first audio message, and nobody listens there any more.
  @Test func aRelayThatDiesBeforeItHasDialled() throws {
    let world = InputWorld { _, session in
      guard session == 1 else { return nil }
      return Handmade(()) { _, occurrence, _ in
        switch occurrence {
        case .requested: [.accept(subprotocol: nil, headers: [])]
        case .received(.accepted, .binary): [.end(.accepted, .reset), .finish]
        default: []
        }
      }
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["relay-crashed, relay, proven"], "\(result.headline)")
    #expect(result.rootCauses.first?.explains.contains("relay-unreachable") == true)
  }

  /// Its sibling: the handler dies so in each session, and the relay lets the next client in.
  @Test func aHandlerThatDiesBeforeItHasDialled() throws {
    let world = InputWorld { _, _ in
      Handmade(()) { _, occurrence, _ in
        switch occurrence {
        case .requested: [.accept(subprotocol: nil, headers: [])]
        case .received(.accepted, .binary): [.end(.accepted, .reset), .finish]
        default: []
        }
      }
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["service-never-dialled, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("without a Close frame"))
  }

  /// Input 6: what the relay itself asks for, and the service does not have, is the relay's.
  @Test func aRelayThatDialsAPathThatIsNotThere() throws {
    let world = InputWorld { settings, _ in
      var settings = settings
      settings.path = "/v2/listen"
      return ReferenceRelay(settings: settings)
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["service-refused, relay, proven"], "\(result.headline)")
    #expect(result.headline.contains("/v2/listen"))
    #expect(!result.words.contains("API key"))
  }

  @Test(arguments: [("encoding", "pcm16"), ("sample_rate", "fast"), ("utterance_end_ms", "500")])
  func aRelayThatDialsWithAParameterThatIsRefused(name: String, value: String) throws {
    let world = InputWorld { settings, _ in
      var settings = settings
      settings.set(name, value)
      return ReferenceRelay(settings: settings)
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["service-refused, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("\(name)=\(value)"))
  }

  /// What asks without any key is the relay's own, and no service's; in a file of others the header may have been left out.
  @Test func aRelayThatSendsNoKey() throws {
    let world = InputWorld { settings, _ in
      var settings = settings
      settings.authorization = nil
      return ReferenceRelay(settings: settings)
    }
    var recording = try world.play()
    let result = Diagnosis.diagnose(recording)
    #expect(result.answer == ["service-refused, relay, proven"], "\(result.headline)")
    #expect(result.headline.contains("a request without an API key"))
    recording.run.origin = .imported
    #expect(Diagnosis.diagnose(recording).answer.first == "service-refused, service, proven")
  }

  /// A key that is refused is not the relay's query.
  @Test func aKeyThatIsRefusedIsNot() throws {
    let world = InputWorld(service: { settings in
      var settings = settings
      settings.keys = ["another"]
      return SimulatedService(settings: settings)
    })
    #expect(Diagnosis.diagnose(try world.play()).answer == ["service-refused, service, proven"])
  }

  /// Input 16: it works here; a browser that offers a subprotocol and gets none back fails the connection.
  @Test(arguments: [false, true]) func aRelayThatDropsTheSubprotocol(clientHopOnly: Bool) throws {
    let world = InputWorld(
      profile: Profile(subprotocols: ["access_token.abc", "stt"]),
      relay: { settings, _ in
        ReferenceRelay(settings: settings).asking { action in
          guard case .accept(_, let headers) = action else { return [action] }
          return [.accept(subprotocol: nil, headers: headers)]
        }
      })
    let recording = try world.play()
    let result = Diagnosis.diagnose(clientHopOnly ? recording.clientHopOnly : recording)
    #expect(result.answer == ["warning: handshake-refused, relay, proven"], "\(result.headline)")
    #expect(result.verdict == .healthy)
    #expect(result.words.contains("browser"))
  }

  @Test func aRelayThatEchoesTheSubprotocol() throws {
    let result = Diagnosis.diagnose(try InputWorld(profile: Profile(subprotocols: ["access_token.abc", "stt"])).play())
    #expect(result.answer.isEmpty && result.verdict == .healthy)
  }

  /// Input 20: it dies in the moment the service's hop opens. Its sibling dies a little later, with the first audio.
  @Test(arguments: [0, 0.3]) func aRelayThatResetsItsClientAsTheServiceOpens(seconds: Double) throws {
    let world = InputWorld { settings, _ in ReferenceRelay(settings: settings).dying(after: .seconds(seconds)) }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["relay-crashed, relay, proven"], "\(result.headline)")
  }

  /// Input 22: a web page instead of a WebSocket: the request reached no handler for it.
  @Test(arguments: [false, true]) func aFrontThatAnswersWithAWebPage(clientHopOnly: Bool) throws {
    let world = InputWorld { _, _ in
      Handmade(()) { _, occurrence, _ in
        guard case .requested = occurrence else { return [] }
        let page = Array("<!doctype html><html><head><title>Speech</title></head><body>It works</body></html>".utf8)
        let head = ResponseHead(status: 200, reason: "OK", headers: [HeaderField("Content-Type", "text/html; charset=utf-8")], body: page)
        return [.refuse(head), .finish]
      }
    }
    let recording = try world.play()
    let result = Diagnosis.diagnose(clientHopOnly ? recording.clientHopOnly : recording)
    #expect(result.answer == ["handshake-refused, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("web page") && result.words.contains("no WebSocket handler"))
    #expect(result.words.contains("/speech/stt:test"))
  }
}

extension Machine {
  /// The relay, which resets both sides so long after the service has let it in.
  func dying(after life: Nanoseconds) -> any Machine {
    FaultyMachine(self, behind: Death(life: life))
  }
}

private struct Death: FaultStage {
  let life: Nanoseconds

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if case .opened = occurrence { return inner.handle(occurrence, at: now) + [.wake("die", at: now + life)] }
    if occurrence == .fired("die") { return [.end(.accepted, .reset), .end(.dialled, .reset), .finish] }
    return inner.handle(occurrence, at: now)
  }
}
