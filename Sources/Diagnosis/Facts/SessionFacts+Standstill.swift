internal import Timeline

extension SessionFacts {
  /// From when on nothing went through the relay any more, in either direction, though nobody had ended anything.
  struct Standstill {
    /// The last audio that came through.
    var last: Moment
    /// Audio of the client's that went nowhere after it.
    var unheard: Int64
    /// Something of the service's that went nowhere.
    var unsaid: Int64
    /// Until when both hops stayed as they were.
    var until: Nanoseconds
  }

  /// An end within this time is one that somebody meant.
  private static let afterwards = Nanoseconds.seconds(5)

  /// Nil where anything went on, or where somebody ended a hop soon. A relay that hangs looks the same as a way that is cut; what the relay says
  /// of itself, to either side, is no sign of it.
  var standstill: Standstill? {
    guard let service, service.isOpen, let last = service.audio.last, services.count(where: \.isOpen) == 1 else { return nil }
    let over = last.at + grace
    guard let unheard = client.audio.first(where: { $0.at > over }), (client.audio.last?.at ?? 0) - unheard.at > .milliseconds(50),
      !flow.pairs.contains(where: { $0.service.at > over })
    else { return nil }
    let said = service.messages.first { $0.at > over }.map(\.event)
    guard let unsaid = said ?? service.close(by: .service).flatMap({ $0.at > over ? $0.event : nil }) else { return nil }
    let ends = [relayEnded?.at, service.relayGoodbye?.at, service.endOfAudio(after: over)?.at, service.end?.at]
    guard ends.compactMap({ $0 }).allSatisfy({ $0 - over > Self.afterwards }) else { return nil }
    return Standstill(
      last: Moment(hop: .service, at: last.at, event: last.event), unheard: unheard.event, unsaid: unsaid,
      until: min(relayEnded?.at ?? .max, lastEventAt))
  }
}
