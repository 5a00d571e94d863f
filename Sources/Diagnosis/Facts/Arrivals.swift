internal import Timeline

/// When each second of the audio had come to one end of a hop.
struct Arrivals {
  /// Bytes that had come with each piece, and when.
  private let pieces: [(bytes: Int, at: Nanoseconds)]
  private let bytesPerSecond: Int

  init(_ audio: Series<HopFacts.AudioPiece>, bytesPerSecond: Int) {
    var sum = 0
    pieces = audio.map { piece in
      sum += piece.bytes
      return (sum, piece.at)
    }
    self.bytesPerSecond = bytesPerSecond
  }

  /// Nil where so much never came.
  func time(of seconds: Double) -> Nanoseconds? {
    let wanted = Int(seconds * Double(bytesPerSecond))
    let place = pieces.partitioningIndex { $0.bytes >= wanted }
    return place < pieces.count ? pieces[place].at : nil
  }

  /// The same, and not before it can have been spoken: who sends in bursts is ahead of that. Nil where so much never came.
  func due(_ seconds: Double) -> Nanoseconds? {
    guard let came = time(of: seconds), let first = pieces.first else { return nil }
    return max(came, first.at + .seconds(seconds))
  }

  /// How much had come by then.
  func seconds(by time: Nanoseconds) -> Double {
    let place = pieces.partitioningIndex { $0.at > time }
    return place > 0 ? Double(pieces[place - 1].bytes) / Double(bytesPerSecond) : 0
  }
}
