package import Speech
package import Timeline

/// How one simulated service behaves. The defaults are what PROTOCOL knows of the real one; every behaviour that is only
/// reported or inferred there is a switch here.
package struct ServiceSettings: Sendable {
  /// The speech that can be recognised.
  package var known: KnownSpeech
  /// Ids are made of it: one value for each connection.
  package var seed: UInt64
  /// Unix time when `now == 0`, for `created` in Metadata.
  package var startedAtUnixNanoseconds: Int64
  /// Every request is answered with this, if there is one.
  package var refusal: ListenParameters.Refusal?
  /// The keys that are accepted; nil accepts any that is not empty. Others get 401.
  package var keys: Set<String>?
  /// Keys that were good once and have ended: 401.
  package var endedKeys: Set<String> = []
  /// The models that may be asked for; nil is all. Others get 403.
  package var models: Set<String>?
  /// False is a project without money: 402.
  package var hasCredit = true
  package var model: ModelInfo

  /// From the opening request to its answer. 131 to 293 ms were seen of the real one; 0 answers at once.
  package var handshakeDelay: Nanoseconds = 0
  /// Without audio or text for so long the session ends, net0001. Documented as 10 s (12 s were seen).
  package var idleTimeout: Nanoseconds = .seconds(10)
  /// Audio came for so long and nothing of it could be decoded: the session ends, net0000. The time is inferred.
  package var responseTimeout: Nanoseconds = .seconds(15)
  /// The Close of a stream that came to its end. Documented as 1000 without a reason.
  package var farewell = Farewell()
  /// How long our Close waits for the client's.
  package var closeTimeout: Nanoseconds = .seconds(2)
  /// From the arrival of the audio to the message about it. First results were seen about 1.1 s after the first audio.
  package var latency: Nanoseconds = .milliseconds(150)
  /// From CloseStream to Metadata.
  package var drainLatency: Nanoseconds = .milliseconds(250)
  /// Audio is worked through at so many times real time; what comes faster is answered late. Documented as 1.25.
  package var processingSpeed: Double = 1.25
  /// Audio between two interim results: seen to be about a second.
  package var interimInterval: Double = 1
  /// An utterance ends after so much silence even where `endpointing` asks for less. The default of `endpointing` is 10 ms,
  /// and real sessions do not end an utterance at each stop consonant: a pause that people notice is meant.
  package var shortestPause: Double = 0.3
  /// Speech without a pause gets a final result about this often.
  package var longestSegment: Double = 5

  /// A `container` parameter asks for a container's header even where `encoding` is given too (reported: headerless audio
  /// then yields no transcript). False ignores the parameter.
  package var containerCounts = true
  /// A binary message of 0 bytes ends the stream (documented once, reported four times). False ignores it.
  package var emptyBinaryEnds = true
  /// An unknown text message is answered with Error and close 1008 (inferred). False ignores it, though it counts as a sign of life.
  package var unknownTextCloses = true
  /// A session in which nothing could be decoded ends with net0000 where others end with net0001 (reported).
  package var undecodableIsUnanswered = true

  /// Metadata has the hash of the audio received, as documented in part and seen (PROTOCOL, "Messages"). False says `incomplete` always.
  package var hashIsExact = true
  /// A RIFF header inside audio declared as raw is heard as a click (inferred). False leaves it out.
  package var riffHeaderIsAudio = true
  /// Audio that cannot be decoded is met with Close 1008 DATA-0000 (documented, never reported). False is silence (reported).
  package var undecodableCloses = false
  /// A client's Close is answered after the remaining results and Metadata. False loses them (reported).
  package var closeDrains = false
  /// When `Finalize` is answered: documented as usual, not guaranteed.
  package var finalizeAnswers = FinalizeAnswers.pending
  /// Of messages with so many seconds of audio or more only the first is heard (reported for 10 s); nil hears them all.
  package var longestMessage: Double?

  /// How long the real service takes over its handshake, seen from afar (PROTOCOL, "Messages": 131 to 293 ms).
  package static let farHandshake: Nanoseconds = .milliseconds(200)

  /// Code and reason of a Close frame.
  package struct Farewell: Sendable, Equatable {
    package var code: UInt16 = 1000
    package var reason = ""
  }

  /// When a `Finalize` is answered with a Results message.
  package enum FinalizeAnswers: String, Sendable, CaseIterable {
    /// Where words are waiting.
    case pending
    case always, never
  }

  package init(
    known: KnownSpeech, seed: UInt64 = 0, startedAtUnixNanoseconds: Int64 = 1_767_225_600_000_000_000,
    refusal: ListenParameters.Refusal? = nil,
    model: ModelInfo = ModelInfo(name: "2-general-nova", version: "2024-01-18.26916", arch: "nova-2")
  ) {
    self.known = known
    self.seed = seed
    self.startedAtUnixNanoseconds = startedAtUnixNanoseconds
    self.refusal = refusal
    self.model = model
  }

  /// Takes over how another one behaves: everything but what it knows and who it is.
  package mutating func takeSwitches(of other: ServiceSettings) {
    var copy = other
    copy.known = known
    copy.seed = seed
    copy.startedAtUnixNanoseconds = startedAtUnixNanoseconds
    copy.refusal = refusal
    copy.model = model
    self = copy
  }
}
