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
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].bytes < wanted { low = middle + 1 } else { high = middle }
    }
    return low < pieces.count ? pieces[low].at : nil
  }
}
