import Diagnosis
import Lab
import Machines
import Running
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// Relays that lose or change what the service says.
struct ResultsInputsTests {
  /// Input 8: finals without `speech_final` are missing; interims and the others come.
  @Test func aRelayThatForwardsFinalsOnlyWithSpeechFinal() throws {
    let world = InputWorld(
      relay: { settings, _ in ReferenceRelay(settings: settings).changingResults { $0.isFinal && !$0.speechFinal ? nil : $0 } },
      service: { settings in
        var settings = settings
        settings.longestSegment = 1.5
        return SimulatedService(settings: settings)
      })
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["results-dropped, relay, proven"], "\(result.headline)")
    #expect(!result.headline.hasPrefix("results complete"), "\(result.headline)")
    #expect(result.words.contains("speech_final"))
  }

  /// Input 13: each result came, with its flags changed.
  @Test func aRelayThatMarksEveryResultFinal() throws {
    let world = InputWorld { settings, _ in
      ReferenceRelay(settings: settings).changingResults { results in
        var results = results
        results.isFinal = true
        results.speechFinal = true
        return results
      }
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["results-altered, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("is_final"))
    let said = [result.headline, result.cause("results-altered")?.summary ?? ""].joined()
    #expect(!said.contains("none reached") && !said.contains("never") && said.contains("reached the client"))
  }

  /// The same the other way round: no final is left.
  @Test func aRelayThatMarksNoResultFinal() throws {
    let world = InputWorld { settings, _ in
      ReferenceRelay(settings: settings).changingResults { results in
        var results = results
        results.isFinal = false
        results.speechFinal = false
        return results
      }
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["results-altered, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("is_final"))
  }

  /// Input 15: the service's connection breaks in the middle, the relay dials anew, and its second connection counts from 0 again.
  @Test(arguments: [false, true]) func aRelayThatDialsAnewAndDoesNotShiftTheTimes(isLossy: Bool) throws {
    let world = InputWorld(
      relay: { settings, _ in ReferenceRelay(settings: settings).diallingAnew(dropping: isLossy) },
      service: { TwiceService($0, breaksAfter: .seconds(1.2)) })
    let result = Diagnosis.diagnose(try world.play())
    // Whichever costs more: audio that is gone brings results that are not the client's.
    let own = isLossy ? "audio-lost, relay, proven" : "results-altered, relay, proven"
    #expect(result.answer.filter { $0.contains("relay") } == [own], "\(result.headline)")
    // An end that the service made is no echo of audio that is lost behind it.
    #expect(result.answer.contains("unexpected-close, service, proven"), "\(result.answer)")
    #expect(result.verdict == .faulty)
  }

  /// Input 18.
  @Test func aRelayWithOneConnectionForAllItsClients() throws {
    let hub = Hub()
    let world = InputWorld(scenarios: ["concurrent"]) { settings, session in hub.relay(settings, session: session) }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["results-crossed, relay, proven"], "\(result.headline)")
  }

  /// Input 19: each client gets the connection that was dialled for it while the one before it was served.
  @Test func aRelayThatDialsAhead() throws {
    let recording = try InputWorld(scenarios: Suite.standard.scenarios).play().withConnectionsDialledAhead
    let result = Diagnosis.diagnose(recording)
    #expect(result.answer.isEmpty && result.verdict == .healthy, "\(result.headline), \(result.answer)")
  }
}

extension Machine {
  /// The relay with each Results on its way to the client changed; nil drops it.
  func changingResults(_ change: @escaping @Sendable (Results) -> Results?) -> any Machine {
    asking { action in
      guard case .send(.accepted, .text(let bytes), let scheduled) = action,
        case .results(let results) = try? ServiceMessage(parsing: bytes)
      else { return [action] }
      return change(results).map { [.send(.accepted, .text(ServiceMessage.results($0).encoded()), scheduled: scheduled)] } ?? []
    }
  }
}
