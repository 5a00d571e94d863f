internal import Audio
package import Speech

/// What is known of one session besides its events: the scenario as it was played.
package struct SessionInfo: Sendable, Equatable, Codable {
  package enum Outcome: Sendable, Equatable, Codable {
    /// All steps were played, or the relay ended the session.
    case completed
    case skipped(reason: String)
    case interrupted
  }

  /// From 1, in the order of starting.
  package var number: Int
  package var scenario: String
  /// Sessions of one scenario that play at the same time share it, the number of the first; nil where a session plays for itself.
  package var group: Int?
  package var about: String
  /// The scenario as YAML, to copy and play again.
  package var definition: String
  /// Ids of the rules this scenario breaks on purpose.
  package var provokes: [String]
  /// What the client streams; nil where it streams nothing.
  package var audio: AudioInfo?
  package var stop: StopSignal
  /// The profile's `messages`.
  package var messages: MessagesSetting
  /// The profile's `ready` as JSON: a message that the relay sends before it takes audio; nil where it sends none.
  package var ready: String?
  /// The profile's `client` as JSON: the dialect that the client speaks; nil for plain words.
  package var dialect: String?
  /// True where the connection outlives the session, as in Socket.IO; nil elsewhere. Read out of the dialect, and not recorded.
  package var isOpenEnded: Bool?
  /// What the service does wrong on purpose; nil where it behaves.
  package var misbehaviour: Misbehaviour?
  package var expectations: [Expectation]
  package var startedAt: Nanoseconds
  package var endedAt: Nanoseconds?
  package var outcome: Outcome?

  package init(
    number: Int, scenario: String, group: Int? = nil, about: String = "", definition: String = "", provokes: [String] = [],
    audio: AudioInfo? = nil, stop: StopSignal = .text("stop"), messages: MessagesSetting = .auto, ready: String? = nil,
    dialect: String? = nil, misbehaviour: Misbehaviour? = nil, expectations: [Expectation] = [], startedAt: Nanoseconds = 0,
    endedAt: Nanoseconds? = nil,
    outcome: Outcome? = nil
  ) {
    self.number = number
    self.scenario = scenario
    self.group = group
    self.about = about
    self.definition = definition
    self.provokes = provokes
    self.audio = audio
    self.stop = stop
    self.messages = messages
    self.ready = ready
    self.dialect = dialect
    self.misbehaviour = misbehaviour
    self.expectations = expectations
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.outcome = outcome
  }

  /// `messages` as it is recorded.
  package var messagesText: String {
    get { messages.text }
    set { messages = MessagesSetting(newValue) }
  }
}

/// What the client's audio really is, and what is said in it.
package struct AudioInfo: Sendable, Equatable, Codable {
  /// The clip's name, or the file's.
  package var name: String
  /// The name of an `AudioEncoding`: of samples, or `opus` in a WebM or Ogg.
  package var encoding: String
  /// Hz.
  package var sampleRate: Int
  package var channels: Int
  /// `wav` where a RIFF header goes first, `webm` or `ogg` for Opus in one; nil for headerless PCM.
  package var container: String?
  /// Length of the whole clip.
  package var seconds: Double
  /// Words as spoken; nil where nobody wrote them down.
  package var transcript: String?
  /// How many utterances (stretches of speech with a clear pause between) it has; nil where unknown.
  package var utterances: Int?
  /// What is compressed has so many on average; nil where the format tells.
  private var average: Int?

  /// - Parameter bytesPerSecond: On average, of what is compressed.
  package init(
    name: String, encoding: String, sampleRate: Int, channels: Int, container: String? = nil, seconds: Double,
    transcript: String? = nil, utterances: Int? = nil, bytesPerSecond: Int? = nil
  ) {
    average = bytesPerSecond
    self.name = name
    self.encoding = encoding
    self.sampleRate = sampleRate
    self.channels = channels
    self.container = container
    self.seconds = seconds
    self.transcript = transcript
    self.utterances = utterances
  }

  /// Opus in a container: its bytes are as they fall, and only the container tells their time.
  package var isCompressed: Bool { average != nil }

  /// Bytes in one second of it, from the format: rate × channels × width; on average, of what is compressed.
  package var bytesPerSecond: Int {
    if let average { return average }
    return sampleRate * channels * (AudioFormat.Encoding(rawValue: encoding)?.width ?? 1)
  }
}

/// How a client tells the relay that its audio is over.
package enum StopSignal: Sendable, Equatable, Codable {
  /// A text message, word for word; also used for JSON.
  case text(String)
  /// A zero-length binary message.
  case emptyBinary
  /// The WebSocket Close frame itself.
  case close
}
