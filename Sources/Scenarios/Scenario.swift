package import Timeline

/// What a scripted client does.
package struct Scenario: Sendable, Equatable {
  package var name: String
  package var about: String
  package var audio: AudioSource
  package var format: StreamFormat
  /// Ids of the rules that it breaks on purpose.
  package var provokes: [String]
  package var steps: [Step]
  package var expectations: [Expectation]

  package init(
    name: String, about: String = "", audio: AudioSource = .speech(clip: "one-sentence"),
    format: StreamFormat = .profile, provokes: [String] = [], steps: [Step], expectations: [Expectation] = []
  ) {
    self.name = name
    self.about = about
    self.audio = audio
    self.format = format
    self.provokes = provokes
    self.steps = steps
    self.expectations = expectations
  }
}

/// Where the samples come from.
package enum AudioSource: Sendable, Equatable {
  /// A built-in spoken clip by name; `--audio FILE` replaces it.
  case speech(clip: String)
  /// A WAV file, path as written (relative to the scenario file).
  case file(path: String)
  /// Digital silence of some seconds.
  case silence(seconds: Double)
  /// A sine of some Hz and seconds at -12 dBFS.
  case tone(hertz: Double, seconds: Double)
  /// White noise of some seconds at -20 dBFS, from the run's seed.
  case noise(seconds: Double)
}

/// What goes over the wire.
package enum StreamFormat: Sendable, Equatable {
  /// As the profile's `audio` says.
  case profile
  /// The profile's format behind a RIFF header.
  case wav
}

/// One step of a scenario.
package enum Step: Sendable, Equatable {
  case connect
  case stream(Streaming)
  /// The profile's stop message.
  case stop
  /// Do nothing for a while; incoming messages are taken.
  case pause(Nanoseconds)
  case await(Awaited, within: Nanoseconds)
  case close(code: UInt16, reason: String)
  /// End the TCP connection without a Close frame (RST).
  case vanish
  case keepAlive
  case finalize
}

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
  /// A chunk written as time or bytes: what that is in samples depends on the profile's format.
  /// `Scenario.resolved(for:)` turns it into `chunkSamples`; a player never meets it.
  package var chunkLength: ChunkLength?

  package init(
    rhythm: Rhythm = .pace(1), from: Nanoseconds? = nil, to: Nanoseconds? = nil, chunkSamples: Int? = nil,
    chunkLength: ChunkLength? = nil
  ) {
    self.rhythm = rhythm
    self.from = from
    self.to = to
    self.chunkSamples = chunkSamples
    self.chunkLength = chunkLength
  }
}

/// What an `await` step waits for.
package enum Awaited: Sendable, Equatable {
  /// The relay's Close frame, or the end of the connection.
  case closed
  /// One more final result.
  case final
  case metadata
  /// Any message.
  case message
  /// Nothing, for as long as `within` says: ends early only if the connection does.
  case silence
}
