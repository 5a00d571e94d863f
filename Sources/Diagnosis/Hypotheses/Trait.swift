/// What a session tries: the settings of one experiment, as far as a hypothesis can depend on them.
package enum Trait: String, Sendable, Hashable, CaseIterable {
  /// Headerless samples, or the same behind a RIFF header.
  case raw, header
  /// One stretch of speech, several with a clear pause between them, or none at all.
  case oneUtterance, utterances, noSpeech
  /// The profile's stop message, another one in its place, none while the client waits, or a client that leaves by itself.
  case stop, otherStop, noStop, leaves
  /// Audio at real time, or well above it.
  case realTime, fast
  /// Ten seconds or more in which the client sends nothing.
  case pause
  /// Ten seconds or more from the first audio to the stop: longer than a service waits for audio that somebody keeps back.
  case long
  /// Other clients stream at the same time.
  case crowd
}
