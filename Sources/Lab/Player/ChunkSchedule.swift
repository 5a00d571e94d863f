internal import Scenarios
internal import Timeline

/// Which bytes a `stream` step sends, and when each chunk is due.
///
/// A paced chunk is due when its last sample would have been spoken; deadlines are absolute, so lateness never adds up.
/// A naive client (`fixedSleep`) has no deadline: it sleeps after each send, and drifts.
struct ChunkSchedule: Sendable, Equatable {
  struct Chunk: Equatable {
    var range: Range<Int>
    /// nil for a naive client.
    var scheduled: Nanoseconds?
  }

  private let lower: Int
  private let upper: Int
  private let chunkBytes: Int
  private let bytesPerSecond: Int
  private let rhythm: Streaming.Rhythm
  private let start: Nanoseconds
  private var next: Int
  private var afterSleep: Nanoseconds

  init(_ streaming: Streaming, audio: StreamedAudio, chunkSamples: Int, start: Nanoseconds) {
    lower = audio.offset(at: streaming.from?.seconds ?? 0)
    upper = max(lower, streaming.to.map { audio.offset(at: $0.seconds) } ?? audio.bytes.count)
    chunkBytes = max(1, streaming.chunkSamples ?? chunkSamples) * audio.frameWidth
    bytesPerSecond = audio.bytesPerSecond
    rhythm = streaming.rhythm
    self.start = start
    next = lower
    afterSleep = start
  }

  /// Seconds of audio in all of it.
  var seconds: Double { Double(upper - lower) / Double(bytesPerSecond) }
  var isFinished: Bool { next >= upper }

  /// When the next chunk goes out; nil when all have.
  var nextDue: Nanoseconds? {
    guard !isFinished else { return nil }
    switch rhythm {
    case .fixedSleep: return afterSleep
    case .pace(let factor): return due(atByte: min(upper, next + chunkBytes), factor: factor)
    case .burst(let length): return due(atByte: endOfBurst(length), factor: 1)
    }
  }

  /// Takes the next chunk if its time has come.
  mutating func take(at now: Nanoseconds) -> Chunk? {
    guard let due = nextDue, due <= now else { return nil }
    let end = min(upper, next + chunkBytes)
    let range = next..<end
    next = end
    if case .fixedSleep(let sleep) = rhythm {
      afterSleep = now + max(0, sleep)
      return Chunk(range: range, scheduled: nil)
    }
    return Chunk(range: range, scheduled: due)
  }

  private func due(atByte end: Int, factor: Double) -> Nanoseconds {
    start + .seconds(Double(end - lower) / Double(bytesPerSecond) / (factor > 0 ? factor : 1))
  }

  /// The end of the last chunk that begins within the same burst as the next one.
  private func endOfBurst(_ length: Nanoseconds) -> Int {
    let perBurst = max(1, Int(length.seconds * Double(bytesPerSecond) / Double(chunkBytes)))
    let burst = (next - lower) / chunkBytes / perBurst
    return min(upper, lower + (burst + 1) * perBurst * chunkBytes)
  }
}
