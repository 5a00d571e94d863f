internal import Timeline

/// The two hops are timed at their outer ends: the client's at the client, the service's at the service. What happened first at the relay
/// between them can be told only beyond the time that messages travel.
extension SessionFacts {
  /// From the client through the relay to the service, at its quickest: what the audio took. 0 where it can't be known.
  var travel: Nanoseconds {
    guard let service, !service.audio.isEmpty, service.audioBytes.count == client.audioBytes.count else { return 0 }
    if service.audio.count == client.audio.count {
      return max(0, zip(service.audio, client.audio).map { $0.at - $1.at }.min() ?? 0)
    }
    guard let arrived = service.audio.last?.at, let sent = client.audio.last?.at else { return 0 }
    return max(0, arrived - sent)
  }

  /// The time that a message of the service gets to show up at the client before it counts as missing.
  var grace: Nanoseconds { .milliseconds(300) + travel }
}
