internal import Audio
internal import Lab
internal import Timeline

/// Where client, relay and service are, and what the client streams, in a run whose signs are noted.
struct PlayedCircumstances: Sendable {
  var client = SimulatedLink()
  var service = SimulatedLink(latency: .milliseconds(20))
  var handshake: Nanoseconds = 0
  var audio = AudioFormat()
  var chunkSamples = 1024
  var speech = PlayedSpeech.own

  static let all =
    [
      PlayedCircumstances(),
      PlayedCircumstances(
        client: SimulatedLink(latency: .milliseconds(100), jitter: .milliseconds(30)),
        service: SimulatedLink(latency: .milliseconds(80), jitter: .milliseconds(40)), handshake: .milliseconds(250)),
      // The other side of the earth, over a radio.
      PlayedCircumstances(client: SimulatedLink(latency: .milliseconds(250), jitter: .milliseconds(100))),
      // What a browser's script processor hands on at once.
      PlayedCircumstances(audio: AudioFormat(sampleRate: 16_000), chunkSamples: 4096),
      PlayedCircumstances(speech: .six), PlayedCircumstances(speech: .ten), PlayedCircumstances(speech: .questions),
    ] + formats.map { PlayedCircumstances(audio: $0, chunkSamples: $0.sampleRate / 10) }

  /// What clients of speech services stream: telephones, browsers, microphones.
  private static let formats =
    [8000, 16_000, 24_000, 48_000].map { AudioFormat(sampleRate: $0) }
    + [AudioFormat(encoding: .mulaw, sampleRate: 8000), AudioFormat(encoding: .alaw, sampleRate: 8000)]
    + [AudioFormat(encoding: .linear32, sampleRate: 48_000), AudioFormat(sampleRate: 48_000, channels: 2)]
}
