internal import Audio
internal import Scenarios
internal import Timeline

/// Which bytes a `stream` step sends, and when each chunk is due.
///
/// A paced chunk is due when its last sample would have been spoken; deadlines are absolute, so lateness never adds up.
/// A naive client (`fixedSleep`) has no deadline: it sleeps after each send, and drifts. Jitter moves a chunk's deadline,
/// by an amount that depends on the seed and on the chunk's place alone, and never the deadlines after it.
/// A container is cut as a recorder cuts it: a chunk holds the blocks that are whole when its time is up, and is due at the end of the last.
struct ChunkSchedule: Sendable, Equatable {
  struct Chunk: Equatable {
    var range: Range<Int>
    /// nil for a naive client.
    var scheduled: Nanoseconds?
  }

  private let lower: Int
  private let upper: Int
  private let chunkBytes: Int
  /// Of a container's chunks, which have no number of bytes of their own; nil where they have.
  private let chunkSeconds: Double?
  private let audio: StreamedAudio
  private let rhythm: Streaming.Rhythm
  private let start: Nanoseconds
  private let jitter: Nanoseconds
  private let seed: UInt64
  /// WebSocket frames that each chunk is cut into.
  let frames: Int
  private var next: Int
  private var afterSleep: Nanoseconds

  init(_ streaming: Streaming, audio: StreamedAudio, chunkSamples: Int, start: Nanoseconds) {
    lower = audio.offset(at: streaming.from?.seconds ?? 0)
    upper = max(lower, streaming.to.map { audio.offset(at: $0.seconds) } ?? audio.bytes.count)
    chunkBytes = max(1, streaming.chunkBytes ?? (streaming.chunkSamples ?? chunkSamples) * audio.frameWidth)
    let cutsByTime = audio.marks != nil && streaming.chunkBytes == nil
    chunkSeconds = cutsByTime ? Double(max(1, streaming.chunkSamples ?? chunkSamples)) / audio.sampleRate : nil
    self.audio = audio
    rhythm = streaming.rhythm
    self.start = start
    jitter = max(0, streaming.jitter ?? 0)
    seed = streaming.seed ?? 0
    frames = streaming.frames
    next = lower
    afterSleep = start
  }

  /// Seconds of audio in all of it.
  var seconds: Double { audio.seconds(of: lower..<upper) }
  var isFinished: Bool { next >= upper }

  /// When the next chunk goes out; nil when all have.
  var nextDue: Nanoseconds? {
    guard !isFinished else { return nil }
    switch rhythm {
    case .fixedSleep: return afterSleep + late(next)
    case .pace(let factor): return due(atByte: endOfChunk, factor: factor) + late(next)
    case .burst(let length):
      let end = endOfBurst(length)
      return due(atByte: end, factor: 1) + late(end)
    }
  }

  /// How late what stands at a place is: the same for all chunks of a burst.
  private func late(_ place: Int) -> Nanoseconds {
    guard jitter > 0 else { return 0 }
    var random = SplitMix64(seed: seed &+ UInt64(place) &* 0x9E6C_63D0_876A_68EE)
    return Nanoseconds(random.unit() * Double(jitter))
  }

  /// Takes the next chunk if its time has come.
  mutating func take(at now: Nanoseconds) -> Chunk? {
    guard let due = nextDue, due <= now else { return nil }
    let end = endOfChunk
    let range = next..<end
    next = end
    if case .fixedSleep(let sleep) = rhythm {
      afterSleep = now + max(0, sleep)
      return Chunk(range: range, scheduled: nil)
    }
    return Chunk(range: range, scheduled: due)
  }

  private func due(atByte end: Int, factor: Double) -> Nanoseconds {
    start + .seconds(audio.seconds(of: lower..<end) / (factor > 0 ? factor : 1))
  }

  private var endOfChunk: Int {
    guard let chunkSeconds else { return min(upper, next + chunkBytes) }
    return endOfSlice(chunkSeconds)
  }

  /// The end of the blocks that are whole when the time slice of what comes next is over: of one at least. A block that is longer than a slice
  /// is cut in proportion, and what follows the last one goes out with nothing more to wait for.
  private func endOfSlice(_ length: Double) -> Int {
    let block = audio.marks?.next(after: next) ?? upper
    guard block > next else { return upper }
    if audio.seconds(of: next..<block) > length + 1e-6 {
      let slices = (audio.seconds(of: lower..<next) / length + 1e-3).rounded(.down) + 1
      return min(upper, audio.place(seconds: slices * length, behind: lower, in: next + 1..<block))
    }
    let slices = (audio.seconds(of: lower..<block) / length - 1e-6).rounded(.up)
    let begun = audio.marks?.seconds(at: lower) ?? 0
    return min(upper, max(block, audio.offset(at: begun + slices * length)))
  }

  /// The end of the last chunk that begins within the same burst as the next one.
  private func endOfBurst(_ length: Nanoseconds) -> Int {
    if let chunkSeconds { return endOfSlice(max(chunkSeconds, length.seconds)) }
    let perBurst = max(1, Int(length.seconds * Double(audio.bytesPerSecond) / Double(chunkBytes)))
    let burst = (next - lower) / chunkBytes / perBurst
    return min(upper, lower + (burst + 1) * perBurst * chunkBytes)
  }
}
