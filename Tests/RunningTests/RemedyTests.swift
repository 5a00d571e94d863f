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

/// What a remedy says, done: the fault stays in the relay, the remedy's own words go in behind it, and the finding is gone.
struct RemedyTests {
  private typealias Mend = @Sendable (any Machine) -> any Machine

  private static func played(_ fault: String, _ scenario: String, _ profile: Profile, _ mend: @escaping Mend) throws -> DiagnosisResult {
    let faults = try FaultCatalogue.parse(fault)
    var world = InputWorld()
    world.profile = profile
    world.scenarios = [scenario]
    world.relay = { settings, _ in mend(faults.wrap(ReferenceRelay(settings: faults.adjusted(settings)), as: .relay)) }
    return Diagnosis.diagnose(try world.play())
  }

  /// - Parameter mend: Made of the remedy that the broken run is given.
  private static func check(
    _ fault: String, _ scenario: String = "two-utterances", _ audio: AudioFormat = AudioFormat(), _ mend: (String) throws -> Mend
  ) throws {
    let profile = Profile(audio: audio)
    let broken = try played(fault, scenario, profile) { $0 }
    let finding = try #require(broken.rootCauses.first?.finding)
    #expect(finding.rule == fault, "\(broken.headline)")
    let mended = try played(fault, scenario, profile, try mend(finding.remedy))
    #expect(mended.rootCauses.isEmpty && mended.verdict == .healthy, "\(mended.headline)")
  }

  /// The first object of the remedy's code. What it leaves to the relay's variables is what the client sends.
  private static func object(in remedy: String, _ audio: AudioFormat = AudioFormat()) throws -> JSONValue {
    let code = String(try #require(remedy.firstMatch(of: #/\{"[^}]*\}/#)).0)
    let filled = code.replacing(": rate", with: ": \(audio.sampleRate)").replacing(": channels", with: ": \(audio.channels)")
    return try JSONValue(parsing: Array(filled.utf8))
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      ("container-declared-for-raw-audio", AudioFormat()), ("format-undeclared", AudioFormat(sampleRate: 16_000)),
      ("sample-rate-mismatch", AudioFormat(sampleRate: 48_000)), ("channel-count-mismatch", AudioFormat(channels: 2)),
      ("encoding-mismatch", AudioFormat(encoding: .mulaw, sampleRate: 8000)),
    ])
  func whatIsDeclaredAsItSaysIsHeard(_ fault: String, _ audio: AudioFormat) throws {
    try Self.check(fault, "baseline", audio) { remedy in
      let told = try Self.object(in: remedy, audio)
      let encoding = try #require(told["encoding"]?.string)
      let (rate, channels) = (try #require(told["sample_rate"]?.integer), try #require(told["channels"]?.integer))
      let declared = ["encoding=\(encoding)", "sample_rate=\(rate)", "channels=\(channels)"]
      return { relay in
        relay.asking { action in
          guard case .dial(let target, let headers, let subprotocols) = action else { return [action] }
          let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
          let others = (parts.count > 1 ? parts[1] : "").split(separator: "&").map(String.init).filter { item in
            !["encoding=", "sample_rate=", "channels=", "container="].contains(where: item.hasPrefix)
          }
          let query = (declared + others).joined(separator: "&")
          return [.dial(target: "\(parts[0])?\(query)", headers: headers, subprotocols: subprotocols)]
        }
      }
    }
  }

  /// Says what the remedy says when the client says stop, and nothing of the client's own word.
  private struct Translating: FaultStage {
    let word: [UInt8]

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      let stop = Array("stop".utf8)
      let actions = inner.handle(occurrence, at: now).filter { $0 != .send(.dialled, .text(stop)) }
      return occurrence == .received(.accepted, .text(stop)) ? actions + [.send(.dialled, .text(word))] : actions
    }
  }

  @Test(.timeLimit(.minutes(5)), arguments: ["close-stream-missing", "stop-forwarded-verbatim"])
  func whoSaysItAtTheStopIsAnswered(_ fault: String) throws {
    try Self.check(fault) { remedy in
      let word = Array(try Self.object(in: remedy).serialized().utf8)
      return { FaultyMachine($0, behind: Translating(word: word)) }
    }
  }

  /// Says what the remedy says whenever nothing went to the service for four seconds, as its code does: looked at once a second.
  private struct KeepingAlive: FaultStage {
    let word: [UInt8]
    var lastSent: Nanoseconds = 0
    var isOpen = false
    static let timer: TimerName = "kept-alive"

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      var actions: [Action] = []
      switch occurrence {
      case .fired(Self.timer):
        guard isOpen else { return [] }
        if now - lastSent > .seconds(4) { actions.append(.send(.dialled, .text(word))) }
        actions.append(.wake(Self.timer, at: now + .seconds(1)))
      case .opened:
        isOpen = true
        lastSent = now
        actions = inner.handle(occurrence, at: now) + [.wake(Self.timer, at: now + .seconds(1))]
      case .ended(.dialled, _):
        isOpen = false
        actions = inner.handle(occurrence, at: now)
      default: actions = inner.handle(occurrence, at: now)
      }
      if actions.contains(where: { if case .send(.dialled, _, _) = $0 { true } else { false } }) { lastSent = now }
      return actions
    }
  }

  @Test(.timeLimit(.minutes(5))) func whoKeepsAliveIsNotCut() throws {
    try Self.check("keepalive-missing", "stall") { remedy in
      let word = Array(try Self.object(in: remedy).serialized().utf8)
      return { FaultyMachine($0, behind: KeepingAlive(word: word)) }
    }
  }
}
