internal import Speech
internal import Timeline

extension SessionFacts {
  /// A result of a later service connection that reached the client with the time of that connection's own beginning.
  struct RestartedTimes {
    /// Seconds of audio that earlier connections had been sent.
    var before: Double
    var sent: Located<ResultText>
    var got: Located<ResultText>
  }

  /// Nil where the relay used one connection, or shifted the times of the others.
  var restartedTimes: RestartedTimes? {
    guard services.count > 1 else { return nil }
    for (index, hop) in services.enumerated().dropFirst() where hop.isOpen {
      let earlier = services[..<index].filter { $0.isOpen && !$0.audio.isEmpty }
      // Connections that are open side by side count one and the same audio.
      guard !earlier.isEmpty, earlier.allSatisfy({ ($0.audio.last?.at ?? 0) <= (hop.audio.first?.at ?? 0) }) else { continue }
      let bytes = earlier.reduce(0) { $0 + $1.audioBytes.count }
      guard let rate = info.audio?.bytesPerSecond, rate > 0, Double(bytes) / Double(rate) > 0.5 else { continue }
      let flow = ResultFlow(from: hop.results, to: results.filter { $0.at >= hop.begun })
      guard
        let pair = flow.pairs.first(where: {
          $0.service.value.start != nil && $0.client.value.start != nil && !$0.client.value.text.isEmpty
        })
      else { continue }
      return RestartedTimes(before: Double(bytes) / Double(rate), sent: pair.service, got: pair.client)
    }
    return nil
  }
}
