internal import Timeline

extension RunFacts {
  /// The first client that was not let in any more soon after the relay ended this session; nil where there is none.
  func turnedAway(after session: SessionFacts) -> SessionFacts? {
    guard let ended = session.relayEnded, let next = turnedAway(from: ended.at) else { return nil }
    return next.client.begun - ended.at < .seconds(60) ? next : nil
  }
}
