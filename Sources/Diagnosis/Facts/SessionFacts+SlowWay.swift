internal import Timeline

extension SessionFacts {
  /// A service that took long to be dialled (or a client that took long to be let in, where the relay dials first), and audio that took as long
  /// again: whether the relay is slow or the way to the service, can't be told, nor of anything that is late there.
  var mayHaveASlowWay: Bool {
    guard let answered = client.response, let sent = firstSaid(on: client), let service else { return false }
    let arrived = firstArrival(on: service)
    if slowDial > 0, arrived - max(answered.at, sent) > .seconds(2) { return true }
    guard let asked = client.request, let opened = service.response, answered.at - asked.at > .seconds(1) else { return false }
    return arrived - max(opened.at, sent) > .seconds(1)
  }

  /// True where the dialling took long, and what the client said first took half as long again behind the service's 101, or never came: what a way
  /// does to the one it does to the other.
  var isSlowBehindTheDial: Bool {
    guard slowDial > 0, let service, let opened = service.response else { return false }
    return firstArrival(on: service) - opened.at >= slowDial / 2
  }

  /// When the first of what a client says, audio or not, was sent on a hop, or came over it.
  private func firstSaid(on hop: HopFacts) -> Nanoseconds? { hop.audio.first?.at ?? hop.controls.first?.at }

  /// The same where none came: it was on its way for as long as anybody looked.
  private func firstArrival(on service: HopFacts) -> Nanoseconds { firstSaid(on: service) ?? service.end?.at ?? lastEventAt }

  /// How long the relay's request came behind what it was for, where that is long: the relay's doing, or the way's. 0 where it was quick.
  private var slowDial: Nanoseconds {
    guard let answered = client.response, let dialled = services.first?.request, let sent = firstSaid(on: client) else { return 0 }
    let wait = dialled.at - max(answered.at, sent)
    return wait > .seconds(1) ? wait : 0
  }

  /// How long what the client says may be on its way to the relay: half of a slow handshake, of which nobody knows how much is the relay's own. 0 where
  /// it was quick.
  var slowWayToRelay: Nanoseconds {
    guard let asked = client.request, let answered = client.response, answered.at - asked.at > .seconds(1) else { return 0 }
    return (answered.at - asked.at) / 2
  }

  /// How long the service was there to hear the client's first audio, were that passed on at once; nil where it never was, or none was sent.
  var openBehindFirstAudio: Nanoseconds? {
    guard let service, service.isOpen, let opened = service.response, let first = client.audio.first else { return nil }
    let end = service.serviceGoodbye?.at ?? service.end?.at ?? lastEventAt
    return end - max(opened.at + slowDial, first.at + slowWayToRelay)
  }

  /// True where the client had sent all of its audio when the service hop opened, and none of it went there.
  var spokeBeforeTheHop: Bool {
    guard let service, service.isOpen, let opened = service.response, services.allSatisfy(\.audioBytes.isEmpty), !client.audio.isEmpty
    else { return false }
    return audioSecondsSent(after: opened.at - slowWayToRelay) < 0.1
  }

  /// The way, beside what the relay may have done.
  var bySlowWay: [Alternative] {
    guard mayHaveASlowWay else { return [] }
    return [Alternative(rule: "slow-start", separateBy: .look("from the relay's own machine, how long a connection to the service takes"))]
  }
}

extension RunFacts {
  /// The same where the audio of another session, which spoke longer, is on its service hop: a relay that dials so late loses what comes before.
  func spokeBeforeTheHop(_ session: SessionFacts) -> Bool { some.isHeard && session.spokeBeforeTheHop }
}
