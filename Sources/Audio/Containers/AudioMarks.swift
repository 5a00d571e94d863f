/// Where in the bytes of a container how much of its audio is over: one mark for each block or page.
///
/// In a container bytes tell nothing of time: its blocks are as long as what they hold needs.
package struct AudioMarks: Sendable, Hashable {
  package struct Mark: Sendable, Hashable {
    /// Behind the block or page.
    package var offset: Int
    /// Of audio up to there.
    package var seconds: Double
  }

  /// Where the audio begins.
  package var headerLength: Int
  /// In order.
  package private(set) var marks: [Mark] = []
  private var samples = 0

  package init(headerLength: Int) { self.headerLength = headerLength }

  /// What a container's packets tell.
  package init(headerLength: Int, packets: [OpusPacket]) {
    self.init(headerLength: headerLength)
    for packet in packets { add(samples: packet.samples, end: packet.end) }
  }

  mutating func add(samples more: Int, end: Int) {
    samples += more
    let mark = Mark(offset: end, seconds: Double(samples) / Double(OpusPacket.rate))
    if marks.last?.offset == end { marks.removeLast() }
    marks.append(mark)
  }

  package var seconds: Double { marks.last?.seconds ?? 0 }

  /// The place of the last mark that is not behind a time; the end of the header before the first.
  package func offset(at time: Double) -> Int {
    let behind = marks.partition { $0.seconds > time + 1e-6 }
    return behind > 0 ? marks[behind - 1].offset : headerLength
  }

  /// The next mark behind a place; the place itself behind the last.
  package func next(after offset: Int) -> Int {
    let behind = marks.partition { $0.offset > offset }
    return behind < marks.count ? marks[behind].offset : offset
  }

  /// Seconds of audio up to a place; between two marks in proportion.
  package func seconds(at offset: Int) -> Double {
    let behind = marks.partition { $0.offset > offset }
    let before = behind > 0 ? marks[behind - 1] : Mark(offset: headerLength, seconds: 0)
    guard behind < marks.count, offset > before.offset else { return before.seconds }
    let after = marks[behind]
    let share = Double(offset - before.offset) / Double(max(1, after.offset - before.offset))
    return before.seconds + share * (after.seconds - before.seconds)
  }
}

extension [AudioMarks.Mark] {
  /// The index of the first that is behind, of marks in order.
  fileprivate func partition(_ isBehind: (AudioMarks.Mark) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
