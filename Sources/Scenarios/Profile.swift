package import Audio
package import Timeline

/// How to talk to one relay.
package struct Profile: Sendable, Equatable {
  /// `ws://` or `wss://`; nil is the built-in reference relay.
  package var relay: String?
  package var headers: [HeaderField]
  package var subprotocols: [String]
  /// Added to the relay's URL, percent-encoded there.
  package var query: [HeaderField]
  package var audio: AudioFormat
  /// Samples (of all channels) in a chunk.
  package var chunkSamples: Int
  package var stop: StopSignal
  /// `auto` or `deepgram`.
  package var messages: String
  /// Values that came from `${NAME}`: never to be recorded.
  package var secrets: [String]

  package init(
    relay: String? = nil, headers: [HeaderField] = [], subprotocols: [String] = [], query: [HeaderField] = [],
    audio: AudioFormat = AudioFormat(), chunkSamples: Int = 1024, stop: StopSignal = .text("stop"),
    messages: String = "auto", secrets: [String] = []
  ) {
    self.relay = relay
    self.headers = headers
    self.subprotocols = subprotocols
    self.query = query
    self.audio = audio
    self.chunkSamples = chunkSamples
    self.stop = stop
    self.messages = messages
    self.secrets = secrets
  }
}
