internal import Timeline

extension RunFacts {
  /// The first client that was not let in any more soon after the relay ended this session; nil where there is none.
  func turnedAway(after session: SessionFacts) -> SessionFacts? {
    guard let ended = session.relayEnded else { return nil }
    return sessions.first { other in
      guard other.client.begun >= ended.at, other.client.begun - ended.at < .seconds(60), !other.client.isOpen else { return false }
      return other.client.failure != nil || other.client.response == nil
    }
  }
}
