package import Audio
package import Dialects
package import Speech
package import Timeline

/// How to talk to one relay.
package struct Profile: Sendable, Equatable {
  /// `ws://` or `wss://`; nil is the built-in reference relay.
  package var relay: String?
  package var headers: [HeaderField]
  package var subprotocols: [String]
  /// The URL is the service's own: there is no relay between, and what only a relay can do for its client is not asked of it.
  package var isDirect = false
  /// Added to the relay's URL, percent-encoded there.
  package var query: [HeaderField]
  package var audio: AudioFormat
  /// The audio goes over the wire as Opus in a container; nil for raw samples.
  package var container: AudioContainer?
  /// Samples (of all channels) in a chunk.
  package var chunkSamples: Int
  package var stop: StopSignal
  package var messages: MessagesSetting
  /// How the client speaks; nil for plain words: binary audio, and the stop as it is.
  @Indirect package var dialect: Dialect?
  /// A message that the relay sends before it takes audio: the client waits for it.
  @Indirect package var ready: JSONCondition?
  /// A request before the sessions, whose result the profile uses.
  @Indirect package var login: Login?
  /// Where the results come; nil: on the connection of the audio.
  @Indirect package var results: ResultsPlace?
  /// Where the relay takes whole recordings over HTTP; `http://` or `https://`.
  package var oneShot: String?
  @Indirect package var connection: ConnectionSettings
  /// Values that came from `${NAME}` or the login: never to be recorded.
  package var secrets: [String]

  package init(
    relay: String? = nil, headers: [HeaderField] = [], subprotocols: [String] = [], query: [HeaderField] = [],
    audio: AudioFormat = AudioFormat(), chunkSamples: Int = 1024, stop: StopSignal = .text("stop"),
    messages: MessagesSetting = .auto, ready: JSONCondition? = nil, login: Login? = nil, oneShot: String? = nil,
    connection: ConnectionSettings = ConnectionSettings(), secrets: [String] = []
  ) {
    self.relay = relay
    self.headers = headers
    self.subprotocols = subprotocols
    self.query = query
    self.audio = audio
    self.chunkSamples = chunkSamples
    self.stop = stop
    self.messages = messages
    self.ready = ready
    self.login = login
    self.oneShot = oneShot
    self.connection = connection
    self.secrets = secrets
  }

  /// Sends so many samples a second from now on, in chunks as long as before.
  package mutating func sample(at rate: Int) {
    chunkSamples = max(1, chunkSamples * rate / audio.sampleRate)
    audio.sampleRate = rate
  }
}
