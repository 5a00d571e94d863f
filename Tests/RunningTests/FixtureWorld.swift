import Foundation
import Lab
import Machines
import Running
import Scenarios
import Store
import Timeline

/// A recording under `Fixtures/recordings`, and what stood around its client: the relay and the service, with what was wrong with them.
struct FixtureWorld {
  static let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized

  let recording: Recording
  private let profile: Profile
  private let faults: FaultSet
  private let misbehaving = MisbehavingParts()

  /// - Parameter rule: The fixture that shows it.
  init(_ rule: String) throws {
    recording = try RecordingFile(path: Self.root.appendingPathComponent("Fixtures/recordings/\(rule)/broken.sqlite").path).recording()
    let words = recording.run.command.split(separator: " ").map(String.init)
    let options = Dictionary(zip(words, words.dropFirst()), uniquingKeysWith: { first, _ in first })
    faults = try options["--fault"].map(FaultCatalogue.parse)?.begun() ?? FaultSet()
    guard let path = options["--profile"] else { throw CocoaError(.fileNoSuchFile) }
    let text = try Data(contentsOf: Self.root.appendingPathComponent(path))
    profile = faults.adjusted(try ProfileReader.read(Array(text), file: path, environment: [:], faults: FaultCatalogue.spellings).profile)
  }

  /// The recorded client sends again, to the same relay before the simulated service.
  func clientAgain() -> Recording {
    play { session, dial in
      let settings = faults.adjusted(
        ServiceSettings(
          known: Self.known, seed: recording.run.seed &* 1_000_003 &+ UInt64(dial == 1 ? session.number : session.number + 10_000 * dial),
          startedAtUnixNanoseconds: recording.run.startedAtUnixNanoseconds))
      let met = session.misbehaviour?.met(dial: dial)
      return faults.wrap(met.map { misbehaving.service(settings, $0) } ?? SimulatedService(settings: settings), as: .service)
    }
  }

  /// The recorded client sends again, to the same relay before the recorded service.
  func bothAgain() -> Recording {
    let bySession = EventsBySession(recording.events)
    return play { session, dial in
      let events = bySession.of(session.number).filter { $0.hop == .service }
      let connections = events.reduce(into: [Int]()) { if !$0.contains($1.connection) { $0.append($1.connection) } }
      guard dial <= connections.count else { return nil }
      let script = ReplayScript(events.filter { $0.connection == connections[dial - 1] }, of: .service)
      return script.response == nil ? nil : Replayer(service: script, pace: .recorded)
    }
  }

  private static let known = KnownSpeech(BuiltIns.clips)

  private func relay() -> any Machine {
    let settings = RelaySettings(declaring: profile.audio, in: profile.container, authorization: "Token built-in", stop: profile.stop)
    return faults.wrap(ReferenceRelay(settings: faults.adjusted(settings)), as: .relay)
  }

  /// - Parameter service: The service for a session's first connection there, its second, and so on.
  private func play(_ service: @escaping @Sendable (SessionInfo, Int) -> (any Machine)?) -> Recording {
    let sessions = ReplayedSession.all(recording)
    let sink = MemorySink()
    let simulated = sessions.map { session in
      let dials = Counter()
      let next: @Sendable () -> (any Machine)? = { service(session.info, dials.next()) }
      let client = session.client(to: "/")
      return SimulatedSession(
        number: session.info.number, client: session.info.misbehaviour == nil ? client : misbehaving.client(client), relay: relay(),
        service: next(), another: { _ in (relay: relay(), service: next()) }, anotherService: { _ in next() })
    }
    let outcome = SimulatedNetwork(seed: recording.run.seed).run(simulated, sink: sink)
    var again = recording
    again.run.origin = .replayed
    again.events = Series(sink.events)
    again.sessions = Series(
      sessions.map { session in
        var info = session.info
        info.startedAt = 0
        info.endedAt = outcome.clientFinished[info.number] ?? outcome.endedAt
        info.outcome = .completed
        return info
      })
    return again
  }
}
