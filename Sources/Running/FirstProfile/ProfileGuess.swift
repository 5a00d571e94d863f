package import Audio
internal import Dialects
package import Scenarios
package import Timeline

/// One way in which a relay may want to be talked to.
package struct ProfileGuess: Sendable, Equatable {
  /// What the client sends as audio.
  package enum Sound: Sendable, Equatable {
    /// Signed samples of 16 bits, at so many a second.
    case samples(Int)
    case contained(AudioContainer)
    /// What the dialect has of its own.
    case usual

    var name: String {
      switch self {
      case .samples(let rate): "\(AudioFormat.Encoding.linear16.rawValue) at \(rate) Hz"
      case .contained(let container): container.rawValue
      case .usual: "the dialect's own audio"
      }
    }
  }

  /// A name of the catalogue; nil: plain words.
  package var dialect: String?
  package var sound: Sound
  package var stop: StopSignal

  package init(dialect: String? = nil, sound: Sound = .samples(44_100), stop: StopSignal = .text("stop")) {
    self.dialect = dialect
    self.sound = sound
    self.stop = stop
  }

  /// `linear16 at 16000 Hz, and stop for its end`.
  package var text: String { dialect.map { "client \($0)" } ?? "\(sound.name), and \(stopText) for its end" }

  /// Its stop, as it may stand in a profile; a JSON object is one in YAML too.
  var stopText: String {
    if case .text(let text) = stop, text.first == "{" { return text }
    return stop.yaml
  }

  /// What relays take, the most usual first.
  static let sounds: [Sound] = [.samples(44_100), .samples(16_000), .samples(48_000), .samples(24_000), .samples(8000), .contained(.webm)]
  /// Words that end a stream, the most usual first.
  static let stops: [StopSignal] = [
    .text("stop"), .text(#"{"type":"CloseStream"}"#), .emptyBinary, .text(#"{"type":"stop"}"#), .text(#"{"event":"stop"}"#), .text("EOS"),
  ]

  /// A profile with everything else as it was.
  package func profile(of base: Profile) -> Profile {
    var profile = base
    if let dialect = dialect.flatMap(DialectCatalogue.named) { profile.speak(dialect) }
    switch sound {
    case .samples(let rate): profile.sample(at: rate)
    case .contained(let container): profile.contain(in: container)
    case .usual: break
    }
    if dialect == nil { profile.stop = stop }
    return profile
  }
}
