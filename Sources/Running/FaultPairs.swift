package import Lab
internal import Timeline

/// Faults that can be put in two at a time, neither hiding the other.
package enum FaultPairs {
  /// What of a session a fault spoils, or needs in order to show.
  enum Aspect {
    case declaration, audio, words, interims, clientPace, servicePace, chunks, stop, close, finals, results, resultTimes, leaving, pings,
      frames
  }

  struct Effect {
    var spoils: Set<Aspect>
    var needs: Set<Aspect> = []
  }

  /// Each pair once, one fault for each root cause and party.
  package static var independent: [FaultSet] {
    var chosen: [any Fault] = []
    for fault in FaultCatalogue.all where effect(of: fault) != nil {
      if !chosen.contains(where: { $0.rule == fault.rule && $0.party == fault.party }) { chosen.append(fault) }
    }
    return chosen.indices.flatMap { first in
      chosen.indices.dropFirst(first + 1).filter { areIndependent(chosen[first], chosen[$0]) }.map {
        FaultSet([chosen[first], chosen[$0]])
      }
    }
  }

  static func areIndependent(_ one: any Fault, _ other: any Fault) -> Bool {
    guard one.rule != other.rule, let a = effect(of: one), let b = effect(of: other) else { return false }
    return a.spoils.isDisjoint(with: b.spoils.union(b.needs)) && b.spoils.isDisjoint(with: a.needs)
  }

  /// What must be in order for results to be seen to come late. What the service adds shows in interims alone: finals wait for the end of an
  /// utterance.
  private static let delayed: Set<Aspect> = [.words, .results, .stop, .close, .servicePace]

  /// nil for a fault that leaves nothing else to be seen, or is a last resort.
  static func effect(of fault: any Fault) -> Effect? {
    switch fault.rule {
    case "container-declared-for-raw-audio", "format-undeclared", "sample-rate-mismatch", "channel-count-mismatch", "encoding-mismatch":
      Effect(spoils: [.declaration, .words, .finals, .results], needs: [.audio])
    case "raw-declared-for-container-audio": Effect(spoils: [.declaration, .words, .finals, .results, .audio])
    case "parameters-not-forwarded", "interim-results-missing": Effect(spoils: [.interims], needs: [.declaration])
    case "audio-lost-at-start", "audio-lost-at-end", "audio-lost", "audio-altered", "audio-reordered", "audio-duplicated", "split-sample":
      Effect(spoils: [.audio, .words, .finals, .servicePace], needs: [.declaration])
    // What is collected goes out at the stop.
    case "audio-held-back": Effect(spoils: [.servicePace, .chunks, .resultTimes], needs: [.stop])
    case "pacing-too-fast", "pacing-too-slow", "pacing-bursty":
      fault.party == .client
        ? Effect(spoils: [.clientPace, .servicePace, .resultTimes])
        : Effect(spoils: [.servicePace, .resultTimes], needs: [.clientPace, .audio])
    // A chunk's length is its bytes over the rate that is declared.
    case "chunk-size-unsuitable": Effect(spoils: [.chunks, .servicePace], needs: [.audio, .declaration])
    case "close-stream-missing", "stop-not-understood", "stop-forwarded-verbatim": Effect(spoils: [.stop, .close, .finals])
    case "close-stream-late": Effect(spoils: [.stop], needs: [.close])
    case "closed-before-final": Effect(spoils: [.close, .finals], needs: [.stop])
    case "service-hop-left-open": Effect(spoils: [.leaving], needs: [.stop])
    case "close-not-relayed", "close-frame-missing": Effect(spoils: [.close], needs: [.stop, .finals])
    case "results-duplicated", "results-reordered", "results-altered", "results-as-binary", "results-dropped":
      Effect(spoils: [.results, .finals], needs: [.words, .interims])
    case "results-slow", "results-held-back":
      Effect(spoils: [.resultTimes], needs: fault.party == .service ? delayed.union([.interims]) : delayed)
    // RFC 6455 §7.1.7: whoever sees a violation fails the connection; how the relay would have ended it is not to be seen.
    case "protocol-violation": Effect(spoils: [.frames, .close], needs: [.results, .words])
    case "ping-unanswered": Effect(spoils: [.pings], needs: [.close, .stop])
    // Its client reads slowly as long as it sends; and that the relay gave up shows in how it leaves the service.
    case "backpressure-ignored": Effect(spoils: [.pings], needs: [.close, .stop, .clientPace, .leaving])
    default: nil
    }
  }
}
