extension Recording {
  /// The same with what no recorder can have written taken out, so that nobody who reads it has to ask: a file comes from anywhere.
  ///
  /// Times are kept within ±36 years of the run's beginning (differences and sums of a few of them don't overflow), numbers of sessions and
  /// connections within 32 bits; audio of no possible format is none. A sound recording stays as it is.
  package var bounded: Recording {
    var copy = self
    for index in copy.sessions.indices {
      copy.sessions[index].number = Self.bounded(copy.sessions[index].number)
      copy.sessions[index].group = copy.sessions[index].group.map(Self.bounded)
      copy.sessions[index].startedAt = Self.bounded(copy.sessions[index].startedAt)
      copy.sessions[index].endedAt = copy.sessions[index].endedAt.map(Self.bounded)
      if copy.sessions[index].audio?.isPossible == false { copy.sessions[index].audio = nil }
    }
    for index in copy.events.indices where !Self.isBounded(copy.events[index]) {
      copy.events[index].session = Self.bounded(copy.events[index].session)
      copy.events[index].connection = Self.bounded(copy.events[index].connection)
      copy.events[index].at = Self.bounded(copy.events[index].at)
      guard case .frame(var frame) = copy.events[index].kind else { continue }
      frame.scheduled = frame.scheduled.map(Self.bounded)
      copy.events[index].kind = .frame(frame)
    }
    return copy
  }

  private static let time: ClosedRange<Nanoseconds> = -(1 << 60)...(1 << 60)
  private static let number = Int(Int32.min)...Int(Int32.max)

  private static func bounded(_ value: Nanoseconds) -> Nanoseconds { min(max(value, time.lowerBound), time.upperBound) }
  private static func bounded(_ value: Int) -> Int { min(max(value, number.lowerBound), number.upperBound) }

  private static func isBounded(_ event: Event) -> Bool {
    guard time.contains(event.at), number.contains(event.session), number.contains(event.connection) else { return false }
    guard case .frame(let frame) = event.kind, let scheduled = frame.scheduled else { return true }
    return time.contains(scheduled)
  }
}

extension AudioInfo {
  /// True for a layout that audio can have.
  package var isPossible: Bool {
    (1...10_000_000).contains(sampleRate) && (1...1000).contains(channels) && seconds.isFinite && (0...1e9).contains(seconds)
      && (utterances.map { (0...1_000_000).contains($0) } ?? true)
  }
}
