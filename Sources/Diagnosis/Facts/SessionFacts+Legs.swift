internal import Timeline

extension SessionFacts {
  /// The session once for each connection of its client, with what belongs to that connection: itself, where there is only one.
  var legs: [SessionFacts] {
    guard clients.count > 1 else { return [self] }
    return clients.indices.map { index in
      let from = index == 0 ? Nanoseconds.min : clients[index].begun
      let to = index + 1 < clients.count ? clients[index + 1].begun : Nanoseconds.max
      let own = services.filter { $0.begun >= from && $0.begun < to }
      let last = to == .max ? lastEventAt : min(lastEventAt, to)
      return SessionFacts(
        info: info, clients: [clients[index]], services: own, notes: notes.filter { $0.at >= from && $0.at < to }, interrupted: interrupted,
        lastEventAt: last)
    }
  }
}
