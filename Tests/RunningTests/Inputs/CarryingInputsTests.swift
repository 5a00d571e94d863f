import Audio
import Diagnosis
import Lab
import Machines
import Running
import Scenarios
import Speech
import Testing
import Timeline
import Wire

/// Relays that lose the audio, and audio that has nothing in it.
struct CarryingInputsTests {
  /// Input 9: as many messages as the client sent, and not one byte in them.
  @Test func aRelayThatForwardsEveryMessageWithoutABytes() throws {
    let world = InputWorld { settings, _ in
      ReferenceRelay(settings: settings).asking { action in
        if case .send(.dialled, .binary, _) = action { return [.send(.dialled, .binary([]))] }
        return [action]
      }
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["audio-not-forwarded, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("not one byte") && !result.words.contains("if chunk:"))
  }

  /// Input 10: an empty binary message ends the stream before any audio; the audio follows, or none does.
  @Test(arguments: [true, false]) func aRelayThatEndsTheStreamBeforeAnyAudio(audioFollows: Bool) throws {
    let world = InputWorld { settings, _ in
      ReferenceRelay(settings: settings).reshaped(
        (),
        outgoing: { _, action, _ in
          if case .send(.dialled, .binary, _) = action, !audioFollows { return [] }
          return [action]
        }
      ).greetingTheService(with: .binary([]))
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["close-stream-early, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("before any audio") && !result.words.contains("in the middle of the audio"))
  }

  /// The same with the service's word for it.
  @Test func aRelayThatSaysCloseStreamBeforeAnyAudio() throws {
    let world = InputWorld { settings, _ in
      ReferenceRelay(settings: settings).greetingTheService(with: .text(ClientMessage.closeStream.encoded))
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["close-stream-early, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("before any audio"))
  }

  /// An empty message at the stop is the old way to end, and where no audio went before it, that is what is wrong.
  @Test func aRelayThatForwardsNothingAndEndsWithAnEmptyMessage() throws {
    let world = InputWorld { settings, _ in
      ReferenceRelay(settings: settings).asking { action in
        switch action {
        case .send(.dialled, .binary, _): []
        case .send(.dialled, .text(ClientMessage.closeStream.encoded), _): [.send(.dialled, .binary([]))]
        default: [action]
        }
      }
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["audio-not-forwarded, relay, proven"], "\(result.headline)")
  }

  /// Input 14: the header of a WAV file goes with the first chunks; the format is then unknown, and that is not a second fault.
  @Test func aRelayThatDropsTheHeaderWithTheStart() throws {
    let world = InputWorld(scenarios: ["wav-header"]) { settings, _ in
      var settings = settings
      for name in ["encoding", "sample_rate", "channels"] { settings.set(name, nil) }
      return ReferenceRelay(settings: settings).diallingLate(by: .milliseconds(800))
    }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["audio-lost-at-start, relay, proven"], "\(result.headline)")
    #expect(result.words.contains("header"))
  }

  /// Its sibling: the format is declared, and only the header and the first words are lost.
  @Test func aRelayThatDropsTheStartOfWhatItDeclares() throws {
    let world = InputWorld { settings, _ in ReferenceRelay(settings: settings).diallingLate(by: .milliseconds(800)) }
    let result = Diagnosis.diagnose(try world.play())
    #expect(result.answer == ["audio-lost-at-start, relay, proven"], "\(result.headline)")
  }

  /// Input 17: a handler for text only ends the session at the first audio: that is one fault.
  @Test(arguments: [UInt16(1000), 1003, 1011]) func aRelayThatClosesAtTheFirstBinaryMessage(code: UInt16) throws {
    let world = InputWorld { settings, _ in
      ReferenceRelay(settings: settings).reshaped(
        (),
        incoming: { _, occurrence, _ in
          if case .received(.accepted, .binary) = occurrence { return [.received(.accepted, .close(code, ""))] }
          return [occurrence]
        })
    }
    let result = Diagnosis.diagnose(try world.play())
    // A bare 1011 is also what a handler that throws leaves behind.
    #expect(result.answer == ["unexpected-close, relay, \(code == 1011 ? "suspected" : "proven")"], "\(result.headline)")
  }

  /// Input 23: nothing is said in it, so nothing comes back: the relay and the service did what they should.
  @Test(arguments: [0, 0.000868], [false, true]) func aClipWithNothingInIt(peak: Double, clientHopOnly: Bool) throws {
    let recording = try InputWorld(clip: Self.clip(peak: peak)).play()
    let result = Diagnosis.diagnose(clientHopOnly ? recording.clientHopOnly : recording)
    #expect(result.answer.isEmpty && result.verdict == .healthy, "\(result.headline)")
    #expect(result.words.contains(peak == 0 ? "digital silence" : "-66 dBFS"))
  }

  /// Four seconds of nothing, or of hiss whose mean is √3 below its peak.
  static func clip(peak: Double) -> SpokenClip {
    var state: UInt64 = 9
    let samples = (0..<64_000).map { _ -> Float in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float((Double(state >> 33) / Double(1 << 31) * 2 - 1) * peak)
    }
    return SpokenClip(
      name: "quiet", format: AudioFormat(sampleRate: 16_000), data: SampleCodec.encode(samples, .linear16))
  }
}

extension Machine {
  /// The relay, which says this to the service before anything else.
  func greetingTheService(with message: Message) -> any Machine { FaultyMachine(self, behind: Greeting(message: message)) }

  /// The relay, which dials so much later and drops what its client sends until the service's hop is open.
  func diallingLate(by delay: Nanoseconds) -> any Machine { FaultyMachine(self, behind: LateDial(delay: delay)) }
}

private struct Greeting: FaultStage {
  let message: Message

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    if case .opened = occurrence { return [.send(.dialled, message)] + inner.handle(occurrence, at: now) }
    return inner.handle(occurrence, at: now)
  }
}

private struct LateDial: FaultStage {
  let delay: Nanoseconds
  var dial: Action?
  var isOpen = false

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    switch occurrence {
    case .fired("late dial"): return dial.map { [$0] } ?? []
    case .received(.accepted, .binary) where !isOpen: return []
    case .opened: isOpen = true
    default: break
    }
    return inner.handle(occurrence, at: now).map { action in
      guard case .dial = action else { return action }
      dial = action
      return .wake("late dial", at: now + delay)
    }
  }
}
