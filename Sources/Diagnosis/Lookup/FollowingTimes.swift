internal import Timeline

/// Times in their order, asked for in that order too: one walk over them answers all.
struct FollowingTimes {
  private let times: [Nanoseconds]
  private var place = 0

  init(_ times: some Sequence<Nanoseconds>) { self.times = Array(times) }

  /// The first at or after a time that is no earlier than those asked for before; nil where none is.
  mutating func next(after time: Nanoseconds) -> Nanoseconds? {
    while place < times.count, times[place] < time {
      Work.step()
      place += 1
    }
    return place < times.count ? times[place] : nil
  }
}
