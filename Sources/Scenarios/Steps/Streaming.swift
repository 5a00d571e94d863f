package import Timeline

/// How audio is sent.
package struct Streaming: Sendable, Equatable {
  package enum Rhythm: Sendable, Equatable {
    /// Against absolute deadlines, at this multiple of real time.
    case pace(Double)
    /// A naive client: sends a chunk, sleeps this long, sends the next.
    case fixedSleep(Nanoseconds)
    /// At real time on average, but this much audio at once each time.
    case burst(Nanoseconds)
  }

  package var rhythm: Rhythm
  /// Where in the clip to begin and to end, in nanoseconds of audio; nil is its beginning or end.
  package var from: Nanoseconds?
  package var to: Nanoseconds?
  /// Samples (of all channels) in a chunk; nil is the profile's.
  package var chunkSamples: Int?
  /// A chunk written as time or bytes: what that is in samples depends on the format.
  /// `Scenario.resolved(for:)` turns it into `chunkSamples` or `chunkBytes`; a player never meets it.
  package var chunkLength: ChunkLength?
  /// Chunks that end where they end, in the midst of a sample too; only `resolved(for:)` sets it.
  package var chunkBytes: Int?
  /// Chunks in bytes may cut samples in two: a client that does so on purpose.
  package var splitsSamples: Bool
  /// Each chunk goes out late by something between nothing and this.
  package var jitter: Nanoseconds?
  /// Of the jitter; nil is the run's.
  package var seed: UInt64?
  /// WebSocket frames that each chunk is cut into.
  package var frames: Int

  package init(
    rhythm: Rhythm = .pace(1), from: Nanoseconds? = nil, to: Nanoseconds? = nil, chunkSamples: Int? = nil,
    chunkLength: ChunkLength? = nil, splitsSamples: Bool = false, jitter: Nanoseconds? = nil, seed: UInt64? = nil, frames: Int = 1
  ) {
    self.rhythm = rhythm
    self.from = from
    self.to = to
    self.chunkSamples = chunkSamples
    self.chunkLength = chunkLength
    self.splitsSamples = splitsSamples
    self.jitter = jitter
    self.seed = seed
    self.frames = frames
  }
}
