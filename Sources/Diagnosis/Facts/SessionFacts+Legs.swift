internal import Timeline

extension SessionFacts {
  /// What belongs to each connection of a client that came back: what began, or was noted, before its next one did. None for a client that did not.
  ///
  /// - Parameter services: For each connection of its client those to the service.
  static func legs(
    _ info: SessionInfo, _ clients: Series<HopFacts>, _ services: [Series<HopFacts>], _ notes: Series<Located<Note>>, interrupted: Bool,
    lastEventAt: Nanoseconds
  ) -> Series<SessionFacts> {
    guard clients.count > 1 else { return [] }
    let begun = clients.dropFirst().map(\.begun)
    var own = zip(clients, services).map { (client: $0, services: $1, notes: Series<Located<Note>>()) }
    for note in notes { own[leg(at: note.at, begun)].notes.append(note) }
    return Series(
      own.enumerated().map { index, leg in
        SessionFacts(
          info: info, clients: [leg.client], services: leg.services, notes: leg.notes, interrupted: interrupted,
          lastEventAt: index < begun.count ? min(lastEventAt, begun[index]) : lastEventAt)
      })
  }

  /// The connections to the service that the relay opened for each of its client's: what it dialled before the next one came. A relay that dials late
  /// may do so when its client has left, and has come back already.
  static func services(_ services: Series<HopFacts>, of clients: Series<HopFacts>) -> [Series<HopFacts>] {
    guard clients.count > 1 else { return [services] }
    let begun = clients.dropFirst().map(\.begun)
    var own = clients.map { _ in Series<HopFacts>() }
    for service in services { own[leg(at: service.begun, begun)].append(service) }
    for later in own.indices.dropFirst() {
      let earlier = later - 1
      guard own[earlier].isEmpty, !clients[earlier].audio.isEmpty, let first = own[later].first,
        let second = own[later].dropFirst().first, isLeftOver(first, before: second, clients[earlier], clients[later])
      else { continue }
      own[earlier] = [first]
      own[later] = Series(own[later].dropFirst())
    }
    return own
  }

  /// True where the relay itself ended a connection while its client, back again, was still speaking, or where two connections are as long beside
  /// each other as what was said the one time and the other: it was for the one that had left.
  private static func isLeftOver(_ service: HopFacts, before next: HopFacts, _ left: HopFacts, _ back: HopFacts) -> Bool {
    func ratio(_ one: HopFacts, _ other: HopFacts) -> Double { Double(one.audioBytes.count) / Double(max(1, other.audioBytes.count)) }
    let (said, sent) = (ratio(left, back), ratio(service, next))
    if abs(said - 1) > 0.05, abs(sent - said) < 0.02 * said { return true }
    let ends: [Int64?] = [service.endOfStream()?.event, service.close(by: .relay)?.event]
    guard let over = ends.compactMap({ $0 }).min(), let last = back.audio.last, over < last.event else { return false }
    return service.audio.count <= left.audio.count || left.audioBytes.starts(with: service.audioBytes)
  }

  /// How many of the later connections had begun at a time.
  private static func leg(at time: Nanoseconds, _ begun: [Nanoseconds]) -> Int { begun.partitioningIndex { $0 > time } }
}
