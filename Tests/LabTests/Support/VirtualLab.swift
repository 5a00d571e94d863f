import Audio
import Lab
import Machines
import Scenarios
import Timeline
import Wire

/// One session in virtual time, with the scripted service and whatever faults.
struct VirtualLab {
  var scenario: Scenario
  var profile = Profile()
  var seconds = 7.0
  var faults = FaultSet()
  var network = SimulatedNetwork()
  var sessionLimit: Nanoseconds? = .seconds(120)
  /// Path and query of the client's request.
  var target = "/speech/stt:test"
  /// Speech for the simulated service; nil plays numbers to the scripted one.
  var clip: SpokenClip?

  struct Played {
    var events: [Event]
    var outcome: SimulationOutcome

    func frames(_ hop: Hop, from sender: Party) -> [FrameEvent] {
      events.compactMap { event in
        guard event.hop == hop, case .frame(let frame) = event.kind, frame.sender == sender else { return nil }
        return frame
      }
    }

    func texts(_ hop: Hop, from sender: Party) -> [String] {
      frames(hop, from: sender).filter { $0.frame.opcode == .text }.map { String(decoding: $0.frame.payload, as: UTF8.self) }
    }

    func audio(_ hop: Hop, from sender: Party) -> [UInt8] {
      frames(hop, from: sender).filter { $0.frame.opcode == .binary }.flatMap(\.frame.payload)
    }

    func closes(_ hop: Hop, from sender: Party) -> [String] {
      frames(hop, from: sender).filter { $0.frame.opcode == .close }.map { close in
        let payload = close.frame.payload
        guard payload.count >= 2 else { return "none" }
        let reason = String(decoding: payload[2...], as: UTF8.self)
        return "\(UInt16(payload[0]) << 8 | UInt16(payload[1]))" + (reason.isEmpty ? "" : " " + reason)
      }
    }

    var notes: [Note] {
      events.compactMap { event in
        guard case .note(let note) = event.kind else { return nil }
        return note
      }
    }

    /// The events of one session.
    func session(_ number: Int) -> Played { Played(events: events.filter { $0.session == number }, outcome: outcome) }

    func failures(_ hop: Hop) -> [ConnectionFailure] {
      events.compactMap { event in
        guard event.hop == hop, case .failed(let failure) = event.kind else { return nil }
        return failure
      }
    }

    func responses(_ hop: Hop) -> [ResponseHead] {
      events.compactMap { event in
        guard event.hop == hop, case .response(let head) = event.kind else { return nil }
        return head
      }
    }

    /// When messages of a kind crossed.
    func times(_ hop: Hop, from sender: Party, _ opcode: Opcode) -> [Nanoseconds] {
      events.compactMap { event in
        guard event.hop == hop, case .frame(let frame) = event.kind, frame.sender == sender, frame.frame.opcode == opcode else {
          return nil
        }
        return event.at
      }
    }

    /// When a text message that contains something crossed.
    func time(_ hop: Hop, from sender: Party, of text: String) -> Nanoseconds? {
      events.first { event in
        guard event.hop == hop, case .frame(let frame) = event.kind, frame.sender == sender, frame.frame.opcode == .text else {
          return false
        }
        return String(decoding: frame.frame.payload, as: UTF8.self).contains(text)
      }?.at
    }

    func requests(_ hop: Hop) -> [RequestHead] {
      events.compactMap { event in
        guard event.hop == hop, case .request(let head) = event.kind else { return nil }
        return head
      }
    }

    func ends(_ hop: Hop) -> [ConnectionEnd] {
      events.compactMap { event in
        guard event.hop == hop, case .ended(let end) = event.kind else { return nil }
        return end
      }
    }
  }

  /// Bytes that differ from place to place, so that what is lost or out of order shows.
  static func audio(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

  func session(number: Int = 1, startsAt: Nanoseconds = 0) -> SimulatedSession {
    let scenario = faults.adjusted(scenario)
    let profile = faults.adjusted(profile)
    let count = Int(seconds * Double(profile.audio.bytesPerSecond)) / profile.audio.frameWidth * profile.audio.frameWidth
    let samples = clip?.data ?? Self.audio(count)
    let header = scenario.format == .wav ? WAVHeader.bytes(format: profile.audio, dataLength: samples.count) : []
    let player = Player(
      scenario: scenario, profile: profile, target: target,
      audio: StreamedAudio(bytes: header + samples, headerBytes: header.count, format: profile.audio), sessionLimit: sessionLimit)
    let settings = faults.adjusted(RelaySettings(declaring: profile.audio, authorization: "Token key", stop: profile.stop))
    let service: any Machine =
      clip == nil
      ? ScriptedService(bytesPerSecond: profile.audio.bytesPerSecond)
      : SimulatedService(settings: faults.adjusted(ServiceSettings(known: SpokenFixtures.known, seed: UInt64(number))))
    return SimulatedSession(
      number: number, client: faults.wrap(player, as: .client), relay: faults.wrap(ReferenceRelay(settings: settings), as: .relay),
      service: faults.wrap(service, as: .service), startsAt: startsAt, reach: faults.reach)
  }

  func play() -> Played {
    let sink = MemorySink()
    var lab = self
    lab.faults = faults.begun()
    let outcome = network.run([lab.session()], sink: sink)
    return Played(events: sink.events, outcome: outcome)
  }

  /// Sessions of one run, each beginning at its time.
  func play(startingAt starts: [Nanoseconds]) -> Played {
    let sink = MemorySink()
    var lab = self
    lab.faults = faults.begun()
    let sessions = starts.enumerated().map { lab.session(number: $0.offset + 1, startsAt: $0.element) }
    let outcome = network.run(sessions, sink: sink)
    return Played(events: sink.events, outcome: outcome)
  }
}

extension Scenario {
  /// Streams everything at real time, stops, and waits for the close.
  static let baseline = Scenario(
    name: "baseline", steps: [.connect, .stream(Streaming()), .stop, .await(.closed, within: .seconds(10))])
}
