package import Audio
package import Lab
internal import Machines
package import NIOCore
package import Network
package import Scenarios
internal import Speech
package import Timeline

/// A relay or a service of the lab that stands on a port for anybody to talk to, unrecorded.
package struct StandingLab: Sendable {
  private let world: LabWorld

  /// - Parameters:
  ///   - clips: Speech that the service recognises besides the built-in clips.
  ///   - profile: Of the relay's clients: what they send, and in which dialect.
  ///   - startedAtUnixNanoseconds: Wall time of the clock's zero, for `created` in Metadata.
  package init(faults: FaultSet, clips: [SpokenClip], profile: Profile = Profile(), startedAtUnixNanoseconds: Int64) {
    world = LabWorld(faults: faults, clips: clips, profile: profile, startedAtUnixNanoseconds: startedAtUnixNanoseconds)
  }

  /// - Parameters:
  ///   - maxSessions: Live sessions at once; one more is refused with 429. Nil is no limit.
  ///   - compresses: Whether it takes the compression that it is offered.
  ///   - misbehaviour: What it does wrong on purpose on each connection; nil: nothing.
  ///   - remark: Gets what the service itself has to say, as that it does not decode what it is sent.
  ///   - change: The switches of the service.
  package func service(
    host: String, port: Int, maxSessions: Int? = nil, compresses: Bool = false, group: any EventLoopGroup, clock: RunClock,
    misbehaviour: Misbehaviour? = nil, remark: @escaping @Sendable (String) -> Void = { _ in },
    _ change: @escaping @Sendable (inout ServiceSettings) -> Void = { _ in }
  ) async throws(BindFailure) -> LabServer {
    let numbers = ConnectionNumbers()
    let open = OpenSessions()
    let notes = Observation(session: 0, hop: .service, connection: 0, observer: .service, sink: RemarkSink(tell: remark))
    return try await LabServer.start(host: host, port: port, group: group, clock: clock) { [world] head in
      if head.isOneShot { return .exchange(world.exchange(head, connection: numbers.next(), clock: clock, change)) }
      var settings = world.serviceSettings(connection: numbers.next(), change)
      if let maxSessions, open.number >= maxSessions { settings.refusal = .tooMany }
      return .session(
        open.served(ServedSession(machine: world.service(settings, misbehaviour), observation: nil, compresses: compresses, notes: notes)))
    }
  }

  /// - Parameters:
  ///   - dial: Where the service is, and how to get there.
  ///   - compresses: Whether it takes the compression that its clients offer.
  ///   - maxSessions: Sessions at once; one more is closed with 1013. Nil is no limit.
  ///   - change: The limits of a session.
  package func relay(
    host: String, port: Int, dial: DialPlan, authorization: String, maxSessions: Int? = nil, compresses: Bool = false,
    group: any EventLoopGroup,
    clock: RunClock, _ change: @escaping @Sendable (inout RelaySettings) -> Void = { _ in }
  ) async throws(BindFailure) -> LabServer {
    let open = OpenSessions()
    return try await LabServer.start(host: host, port: port, group: group, clock: clock) { [world] _ in
      var settings = world.relaySettings(authorization: authorization, change)
      if let maxSessions, open.number >= maxSessions { settings.turnedAway = "too many sessions: the limit is \(maxSessions)" }
      return .session(open.served(ServedSession(machine: world.relay(settings), observation: nil, compresses: compresses, dial: dial)))
    }
  }
}

/// Hands on the lines of a machine's own, and keeps nothing.
private struct RemarkSink: EventSink {
  let tell: @Sendable (String) -> Void

  func record(_ event: Event) {
    if case .note(let note) = event.kind { tell(note.text) }
  }
}
