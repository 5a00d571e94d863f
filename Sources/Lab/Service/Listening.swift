internal import Audio
internal import Speech
internal import Timeline

/// What a service keeps of one accepted connection.
struct Listening: Sendable {
  var intake: AudioIntake
  var segmenter: SpeechSegmenter
  var queue: ResultQueue
  let writer: MessageWriter
  /// Made once the format is known.
  var recogniser: Recogniser?
  /// Of all bytes received as audio.
  let hash = AudioHash()
  var hasAudio = false

  init(_ parameters: ListenParameters, _ settings: ServiceSettings, requestID: String, modelID: String) {
    intake = AudioIntake(parameters, containerCounts: settings.containerCounts)
    segmenter = SpeechSegmenter(parameters, settings)
    queue = ResultQueue(settings)
    writer = MessageWriter(requestID: requestID, modelID: modelID, model: settings.model, text: UtteranceText(parameters))
  }

  /// Takes audio: hash, decode, recognise, and queue what there is to say about it.
  mutating func take(_ bytes: [UInt8], known: KnownSpeech, at now: Nanoseconds) {
    hash.update(bytes)
    hasAudio = true
    let before = intake.seconds
    let mono = intake.take(bytes)
    guard let format = intake.format, !mono.isEmpty else { return }
    let start = queue.audio(seconds: intake.seconds - before, at: now)
    var listener = recogniser ?? Recogniser(known: known, sampleRate: format.sampleRate)
    recogniser = nil
    for frame in listener.feed(mono) {
      for event in segmenter.take(frame) {
        queue.add(writer.message(event), offset: frame.end - before, from: start, at: now)
      }
    }
    recogniser = listener
  }

  /// Words that have ended but were still to be confirmed by what follows them.
  mutating func settle() -> [HeardWord] { recogniser?.settle() ?? [] }

  /// Channels understood; 0 where nothing was decoded.
  var channels: Int { intake.decoded > 0 ? intake.format?.channels ?? 0 : 0 }
}
