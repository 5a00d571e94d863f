/// Times ours and a peer's way of doing the same work in turns, and prints the ratio: absolute figures move with the machine, ratios hold.
struct Comparison {
  /// One way of doing the work.
  struct Way {
    var name: String
    /// Does all of it once, and gives the seconds it took.
    var seconds: () throws -> Double

    init(_ name: String, seconds: @escaping () throws -> Double) {
      self.name = name
      self.seconds = seconds
    }

    /// Work that is timed whole.
    static func whole(_ name: String, _ work: @escaping () throws -> Void) -> Way {
      Way(name) { try Comparison.seconds(work) }
    }
  }

  var title: String
  /// How many of `unit` the work is.
  var count: Double
  var unit: String
  var rounds = 7

  /// Plays a round unmeasured, then all rounds, the first way of one being the last of the next; prints one line for each peer.
  func run(ours: Way, peers: [Way]) throws {
    let ways = [ours] + peers
    var taken = [[Double]](repeating: [], count: ways.count)
    for way in ways { _ = try way.seconds() }
    for round in 0..<rounds {
      let order = round.isMultiple(of: 2) ? Array(ways.indices) : ways.indices.reversed()
      for index in order { taken[index].append(try ways[index].seconds()) }
    }
    for (peer, theirs) in zip(peers, taken.dropFirst()) {
      let speeds = Spread(zip(taken[0], theirs).map { $1 / $0 })
      Line.print(title, "\(speeds)× as fast as \(peer.name)", "ours \(each(taken[0])), theirs \(each(theirs)) a \(unit)")
    }
  }

  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let began = ContinuousClock.now
    try work()
    return (ContinuousClock.now - began) / .seconds(1)
  }

  private func each(_ seconds: [Double]) -> String { Line.time(Spread(seconds).median / count) }
}
