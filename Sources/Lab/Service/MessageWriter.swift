internal import Speech
internal import Timeline
internal import Wire

/// Turns what happened into the service's messages.
struct MessageWriter: Sendable {
  let requestID: String
  let modelID: String
  let model: ModelInfo
  let text: UtteranceText

  /// - Parameter channel: Which channel, and of how many.
  func message(_ event: SegmentEvent, channel: [Int]) -> Message {
    switch event {
    case .result(let segment):
      let results = Results(
        channelIndex: channel, duration: thousandths(segment.end - segment.start), start: thousandths(segment.start),
        isFinal: segment.isFinal,
        speechFinal: segment.speechFinal, fromFinalize: segment.fromFinalize,
        channel: RecognizedChannel(alternatives: [text.alternative(segment)]),
        metadata: ResultsMetadata(requestID: requestID, modelInfo: model, modelUUID: modelID))
      return .text(ServiceMessage.results(results).encoded())
    case .utteranceEnd(let lastWordEnd):
      return .text(ServiceMessage.utteranceEnd(UtteranceEnd(channel: channel, lastWordEnd: thousandths(lastWordEnd))).encoded())
    case .speechStarted(let moment):
      return .text(ServiceMessage.speechStarted(SpeechStarted(channel: channel, timestamp: thousandths(moment))).encoded())
    }
  }

  /// - Parameters:
  ///   - sha256: Hexadecimal, or `Metadata.incompleteHash`.
  ///   - seconds: Decoded, by the declared rate.
  ///   - channels: 0 where nothing was decoded.
  func metadata(sha256: String, created: String, seconds: Double, channels: Int) -> Message {
    let metadata = Metadata(
      requestID: requestID, sha256: sha256, created: created, duration: (seconds * 1e6).rounded() / 1e6, channels: channels,
      models: [modelID], modelInfo: [modelID: model])
    return .text(ServiceMessage.metadata(metadata).encoded())
  }

  func unknownText() -> Message {
    let error = ServiceError(
      description: "Could not deserialize last text message: unknown message type.", message: nil, variant: "UNKNOWN_MESSAGE")
    return .text(ServiceMessage.error(error).encoded())
  }
}
