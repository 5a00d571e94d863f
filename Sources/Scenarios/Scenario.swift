package import Audio
package import Timeline

/// What a scripted client does.
package struct Scenario: Sendable, Equatable {
  package var name: String
  package var about: String
  package var audio: AudioSource
  package var format: StreamFormat
  /// Ids of the rules that it breaks on purpose.
  package var provokes: [String]
  /// It asks for what only a relay can do for its client, and is not played where there is none.
  package var wantsRelay = false
  /// Its client keeps the rules that a browser holds a page to.
  package var isBrowser = false
  /// What the simulated service does wrong on purpose; it is not played where the service is another.
  package var service: Misbehaviour?
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
  /// The same clip so many times, with silence between one and the next.
  case repeatedSpeech(clip: String, times: Int, pause: Nanoseconds)
  /// A WAV file, path as written (relative to the scenario file).
  case file(path: String)
  /// Digital silence of some seconds.
  case silence(seconds: Double)
  /// A sine of some Hz and seconds at -12 dBFS.
  case tone(hertz: Double, seconds: Double)
  /// White noise of some seconds at -20 dBFS, from the run's seed.
  case noise(seconds: Double)
}

extension AudioSource {
  /// Speech of ours, once or several times: what somebody's own clip takes the place of. Nil for other sources.
  var spoken: (clip: String, times: Int, pause: Nanoseconds)? {
    switch self {
    case .speech(let clip): (clip, 1, 0)
    case .repeatedSpeech(let clip, let times, let pause): (clip, times, pause)
    case .file, .silence, .tone, .noise: nil
    }
  }
}

/// What goes over the wire.
package enum StreamFormat: Sendable, Equatable {
  /// As the profile's `audio` says.
  case profile
  /// The profile's format behind a RIFF header.
  case wav
  /// A format of its own, behind a RIFF header or not.
  case own(AudioFormat, header: Bool)

  /// The layout of the samples.
  package func audio(_ profile: Profile) -> AudioFormat {
    if case .own(let format, _) = self { format } else { profile.audio }
  }

  /// The container that Opus goes in; nil for samples, behind a RIFF header or not. What records in a container writes no other header.
  package func container(_ profile: Profile) -> AudioContainer? {
    if case .own = self { nil } else { profile.container }
  }

  package var hasHeader: Bool {
    switch self {
    case .profile: false
    case .wav: true
    case .own(_, let header): header
    }
  }
}
