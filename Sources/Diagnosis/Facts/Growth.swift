internal import Timeline

/// A delay that grows: the slope of its median pair of values (Theil and Sen), which no single late one bends.
struct Growth {
  /// What it grows by in a minute.
  var perMinute: Nanoseconds
  /// What it has grown by from the first value to the last, on that slope.
  var total: Nanoseconds
  /// From the first value to the last.
  var over: Nanoseconds
  var count: Int

  /// Below so much time a delay has not begun to grow, and above so many values each further one tells nothing new.
  private static let shortest = Nanoseconds.seconds(30)
  private static let least = 12
  private static let most = 150
  /// Growth that is no noise.
  private static let noticeable = Nanoseconds.milliseconds(150)

  /// Nil where it does not grow all the way, or by too little to be told.
  init?(_ values: [(at: Nanoseconds, delay: Nanoseconds)]) {
    let values = values.sorted { $0.at < $1.at }
    guard values.count >= Self.least, let first = values.first, let last = values.last, last.at - first.at >= Self.shortest else {
      return nil
    }
    let step = max(1, values.count / Self.most)
    let chosen = stride(from: 0, to: values.count, by: step).map { values[$0] }
    var slopes: [Double] = []
    for (index, a) in chosen.enumerated() {
      for b in chosen[(index + 1)...] where b.at > a.at { slopes.append(Double(b.delay - a.delay) / Double(b.at - a.at)) }
    }
    guard !slopes.isEmpty else { return nil }
    slopes.sort()
    let slope = slopes[slopes.count / 2]
    over = last.at - first.at
    total = Nanoseconds((slope * Double(over)).rounded())
    perMinute = Nanoseconds((slope * 60e9).rounded())
    count = values.count
    // Half of it must be there between the first third and the last, and the second third between them: a step is no slope.
    let thirds = (0..<3).map { part in
      let delays = values[(values.count * part / 3)..<(values.count * (part + 1) / 3)].map(\.delay).sorted()
      return delays[delays.count / 2]
    }
    guard total >= Self.noticeable, thirds[2] - thirds[0] >= total / 2, thirds[1] - thirds[0] >= total / 6,
      thirds[2] - thirds[1] >= total / 6
    else { return nil }
  }

  /// `300 ms a minute`.
  var rate: String { "\((perMinute + 500_000) / 1_000_000) ms a minute" }

  /// The same, and what that has come to.
  var text: String { "\(rate): \(seconds(total)) in the \(seconds(over)) that were seen (n = \(count))" }
}
