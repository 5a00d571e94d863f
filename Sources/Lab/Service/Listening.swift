internal import Audio
internal import Speech
internal import Timeline
internal import Wire

/// What a service keeps of one accepted connection.
struct Listening: Sendable {
  var intake: AudioIntake
  var queue: ResultQueue
  let writer: MessageWriter
  /// Of all bytes received as audio.
  let hash = AudioHash()
  var hasAudio = false
  private let parameters: ListenParameters
  private let settings: ServiceSettings
  /// Made once the format is known: one for each channel with `multichannel`, else one.
  private var tracks: [ListeningTrack] = []
  private var hadLongMessage = false

  init(_ parameters: ListenParameters, _ settings: ServiceSettings, requestID: String, modelID: String) {
    self.parameters = parameters
    self.settings = settings
    intake = AudioIntake(parameters, settings)
    queue = ResultQueue(settings)
    writer = MessageWriter(requestID: requestID, modelID: modelID, model: settings.model, text: UtteranceText(parameters))
  }

  /// Takes audio: hash, decode, recognise, and queue what there is to say about it.
  mutating func take(_ bytes: [UInt8], at now: Nanoseconds) {
    hash.update(bytes)
    hasAudio = true
    if isTooLong(bytes) { return }
    let before = intake.seconds
    let channels = intake.take(bytes)
    guard let format = intake.format, channels.first?.isEmpty == false else { return }
    let start = queue.audio(seconds: intake.seconds - before, at: now)
    while tracks.count < channels.count {
      tracks.append(ListeningTrack(SpeechSegmenter(parameters, settings), known: settings.known, sampleRate: format.sampleRate))
    }
    var heard: [[HeardFrame]] = []
    for track in tracks.indices { heard.append(tracks[track].hear(channels[track])) }
    // All channels of a moment, then the next moment: the same messages in the same order however the audio was cut.
    for frame in heard[0].indices {
      for track in tracks.indices {
        for event in tracks[track].segmenter.take(heard[track][frame]) {
          queue.add(message(event, track), offset: heard[track][frame].end - before, from: start, at: now)
        }
      }
    }
  }

  /// `Finalize`: what is pending on each channel, now.
  mutating func flush(at now: Nanoseconds) {
    guard settings.finalizeAnswers != .never else { return }
    for track in tracks.indices {
      for event in tracks[track].flush(evenIfEmpty: settings.finalizeAnswers == .always) {
        queue.add(message(event, track), offset: 0, from: now, at: now)
      }
    }
  }

  /// The stream is over: what is left to say.
  mutating func finish() -> [Message] {
    guard channels > 0 else { return [] }
    return tracks.indices.flatMap { track in
      tracks[track].finish(at: intake.seconds).map { message($0, track) }
    }
  }

  /// Channels understood; 0 where nothing was decoded.
  var channels: Int { intake.decoded > 0 ? intake.format?.channels ?? 0 : 0 }

  private func message(_ event: SegmentEvent, _ track: Int) -> Message { writer.message(event, channel: [track, tracks.count]) }

  /// Of very long messages only the first is heard (reported; a switch).
  private mutating func isTooLong(_ bytes: [UInt8]) -> Bool {
    guard let limit = settings.longestMessage, let format = intake.format, format.seconds(bytes: bytes.count) >= limit else { return false }
    defer { hadLongMessage = true }
    return hadLongMessage
  }
}
