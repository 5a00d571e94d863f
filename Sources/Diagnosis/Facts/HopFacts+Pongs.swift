package import Timeline

extension HopFacts {
  /// Pings of a party that no pong of the other's answers (RFC 6455 §5.5.3): with the same payload, or with that of a later ping.
  ///
  /// One pass from behind: each pong answers the pings of its payload before it, and all before those.
  package func unanswered(pingsOf party: Party) -> [Located<Probe>] {
    let own = pings.filter { $0.value.by == party }
    var answers = pongs.filter { $0.value.by != party }[...]
    var answered = false
    var open: [Located<Probe>] = []
    var payloads: Set<[UInt8]> = []
    for ping in own.reversed() where !answered {
      while let pong = answers.last, pong.event > ping.event {
        payloads.insert(pong.value.payload)
        answers.removeLast()
      }
      if payloads.contains(ping.value.payload) { answered = true } else { open.append(ping) }
    }
    return open.reversed()
  }
}
