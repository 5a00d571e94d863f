internal import Audio

/// How two tracks are mixed into a stream that should hold one: told by what goes on where.
///
/// A sound goes on from sample to sample. Where it goes on from each sample to the next but one instead, or from the end of each message to the
/// beginning of the next but one, there are two of them.
enum TwoTracks: Equatable {
  /// A sample of each in turn, as in a stream of two channels.
  case samples
  /// A message of each in turn.
  case messages

  /// Samples that are looked at, at most.
  private static let most = 1 << 20
  /// Below this there is nothing to hear, and nothing to follow.
  private static let audible: Float = 0.005
  /// The joints that it takes.
  private static let least = 20

  /// Nil where it is one sound, or none.
  /// - Parameter pieces: How long each message is, in bytes.
  init?(_ bytes: [UInt8], pieces: [Int], _ encoding: AudioFormat.Encoding) {
    let width = AudioFormat(encoding: encoding, sampleRate: 8000, channels: 1).bytesPerSecond / 8000
    guard width > 0 else { return nil }
    let samples = SampleCodec.decode(Array(bytes.prefix(Self.most * width)), encoding)
    if Self.isSmoother(samples.indices.dropLast(2).map { ($0, $0 + 1, $0 + 2) }, in: samples) {
      self = .samples
      return
    }
    var ends = [0]
    for piece in pieces { ends.append((ends.last ?? 0) + piece / width) }
    let joints = zip(ends.dropFirst(), ends.dropFirst(2)).map { (end: $0, next: $1) }.filter { $0.end > 0 && $0.next < samples.count }
    guard Self.isSmoother(joints.map { ($0.end - 1, $0.end, $0.next) }, in: samples) else { return nil }
    self = .messages
  }

  /// Whether the sound goes on at the third place rather than at the second, seen over all of them.
  private static func isSmoother(_ places: [(Int, Int, Int)], in samples: [Float]) -> Bool {
    var (next, nextButOne): (Float, Float) = (0, 0)
    var (heard, skipping) = (0, 0)
    for (from, second, third) in places {
      let (a, b, c) = (samples[from], samples[second], samples[third])
      guard max(abs(a), abs(b), abs(c)) > audible else { continue }
      heard += 1
      next += abs(b - a)
      nextButOne += abs(c - a)
      if abs(c - a) < abs(b - a) { skipping += 1 }
    }
    // Where a message comes twice, every second place is like it; where there are two tracks, all are.
    return heard >= least && nextButOne < next / 2 && Double(skipping) > 0.7 * Double(heard)
  }
}
