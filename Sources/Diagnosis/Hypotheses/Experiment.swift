internal import Digest
internal import Speech
package import Timeline

/// One session as an experiment: what was tried, and what a client saw of it.
package struct Experiment: Sendable {
  package var session: Int
  package var scenario: String
  package var traits: Set<Trait>
  package var signs: Set<Sign>
  /// Nil for one that the lab has played.
  package var setting: Setting?
  /// Events that show it: the last audio, the stop, the first and the last result, Metadata, the end.
  package var events: [Int64]

  package init(session: Int, scenario: String, traits: Set<Trait>, signs: Set<Sign>, setting: Setting? = nil, events: [Int64] = []) {
    self.session = session
    self.scenario = scenario
    self.traits = traits
    self.signs = signs
    self.setting = setting
    self.events = events
  }

  /// The signs that no healthy relay of the lab showed under these traits.
  package var symptoms: Set<Sign> {
    signs.subtracting(SignTable.recorded.signs(of: [], under: traits, in: setting))
  }

  package var isHealthy: Bool { symptoms.isEmpty }

  /// Of every session that tells something.
  package static func all(in recording: Recording) -> [Experiment] { RunFacts(recording).sessions.compactMap(Experiment.init) }

  /// Nil where the session tells nothing: it was cut short, or it breaks something that the hypotheses don't speak of.
  init?(_ session: SessionFacts) {
    guard session.client.isOpen, !session.interrupted, !session.readsSlowly, session.unreadable.isEmpty, session.info.audio != nil,
      session.info.provokes.allSatisfy({ Catalogue.rule($0)?.isExperiment == true }), !session.client.audio.isEmpty
    else { return nil }
    self.init(
      session: session.info.number, scenario: session.info.scenario, traits: session.traits, signs: session.signs,
      setting: Setting(session),
      events: [
        session.client.audio.last?.event, session.stop?.event, session.results.first?.event, session.results.last?.event,
        session.metadata?.event, session.relayEnded?.event ?? session.expiredWait?.event,
      ].compactMap { $0 }.filter { $0 > 0 }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
  }
}

extension Experiment {
  /// True where the relay ended it in the middle of the audio, or by a failure before all was said.
  var isCutShort: Bool {
    signs.contains(.endsInMidStream) || signs.contains(.noMetadata) && !signs.isDisjoint(with: [.failureClose, .noCloseFrame])
  }
}

extension SessionFacts {
  var traits: Set<Trait> {
    var traits: Set<Trait> = [sentWAV ? .header : .raw]
    switch (info.audio?.transcript, info.audio?.utterances) {
    case (_, let count?) where count > 1: traits.insert(.utterances)
    case ("", _), (_, 0): traits.insert(.noSpeech)
    default: traits.insert(.oneUtterance)
    }
    traits.insert(endTrait)
    let pace =
      client.audio.count > 1 ? (sentSeconds ?? 0) / max(0.001, (client.audio[client.audio.count - 1].at - client.audio[0].at).seconds) : 1
    traits.insert(pace > 1.5 && (sentSeconds ?? 0) > 1 ? .fast : .realTime)
    let ends = relayEnded.flatMap { ended in client.audio.last.map { ended.at - $0.at >= .seconds(9) && stop == nil && !streamedWhole } }
    let said = (client.audio.map(\.at) + client.controls.map(\.at)).sorted()
    let pauses = zip(said, said.dropFirst()).contains { $1 - $0 >= .seconds(9) }
    if pauses || ends == true { traits.insert(.pause) }
    let over = min(stop?.at ?? .max, relayEnded?.at ?? .max, clientLeft ?? .max, lastEventAt)
    if let first = client.audio.first, over - first.at >= .seconds(9.5) { traits.insert(.long) }
    return traits
  }

  private var endTrait: Trait {
    if info.provokes.contains("stop-not-understood") { return .otherStop }
    // Where the relay ends the session in mid-stream, nobody knows what the client would have said.
    if stop != nil || (relayEnded != nil && !streamedWhole) { return .stop }
    let lastAudio = client.audio.last?.at ?? .min
    let signalled = client.controls.contains { control in
      guard control.at >= lastAudio else { return false }
      switch control.value {
      case .closeStream, .empty: return true
      case .text: return true
      case .finalize, .keepAlive: return false
      }
    }
    if signalled { return .otherStop }
    return clientLeft != nil && expiredWait == nil ? .leaves : .noStop
  }
}
