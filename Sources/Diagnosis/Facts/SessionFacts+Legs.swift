internal import Timeline

extension SessionFacts {
  /// What belongs to each connection of a client that came back: what began, or was noted, before its next one did. None for a client that did not.
  static func legs(
    _ info: SessionInfo, _ clients: Series<HopFacts>, _ services: Series<HopFacts>, _ notes: Series<Located<Note>>, interrupted: Bool,
    lastEventAt: Nanoseconds
  ) -> Series<SessionFacts> {
    guard clients.count > 1 else { return [] }
    let begun = clients.dropFirst().map(\.begun)
    var own = clients.map { (client: $0, services: Series<HopFacts>(), notes: Series<Located<Note>>()) }
    for service in services { own[leg(at: service.begun, begun)].services.append(service) }
    for note in notes { own[leg(at: note.at, begun)].notes.append(note) }
    return Series(
      own.enumerated().map { index, leg in
        SessionFacts(
          info: info, clients: [leg.client], services: leg.services, notes: leg.notes, interrupted: interrupted,
          lastEventAt: index < begun.count ? min(lastEventAt, begun[index]) : lastEventAt)
      })
  }

  /// How many of the later connections had begun at a time.
  private static func leg(at time: Nanoseconds, _ begun: [Nanoseconds]) -> Int { begun.partitioningIndex { $0 > time } }
}
