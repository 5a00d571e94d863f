/// What the service heard in a stretch of audio: an interim or a final transcript (PROTOCOL, "Messages").
package struct Results: Sendable, Hashable {
  package static let type = "Results"

  /// Which channel this is about, and of how many: `[0, 1]`.
  package var channelIndex: [Int]
  /// Seconds of audio covered, from `start`.
  package var duration: Double
  /// Seconds on the audio clock.
  package var start: Double
  package var isFinal: Bool
  package var speechFinal: Bool
  /// True where a `Finalize` brought it forth; nil where the service did not say.
  package var fromFinalize: Bool?
  package var channel: RecognizedChannel
  package var metadata: ResultsMetadata?

  package init(
    channelIndex: [Int] = [0, 1], duration: Double, start: Double, isFinal: Bool, speechFinal: Bool = false,
    fromFinalize: Bool? = false, channel: RecognizedChannel, metadata: ResultsMetadata? = nil
  ) {
    self.channelIndex = channelIndex
    self.duration = duration
    self.start = start
    self.isFinal = isFinal
    self.speechFinal = speechFinal
    self.fromFinalize = fromFinalize
    self.channel = channel
    self.metadata = metadata
  }

  /// The first alternative's text, which is the one that people read; empty where nothing was understood.
  package var transcript: String { channel.alternatives.first?.transcript ?? "" }
}

extension Results: ServiceContent {
  static let essentials = "channel.alternatives"

  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    channelIndex = try fields.find("channel_index", .list(of: .integer)) ?? [0, 1]
    duration = try fields.need("duration", .number)
    start = try fields.need("start", .number)
    isFinal = try fields.need("is_final", .flag)
    speechFinal = try fields.find("speech_final", .flag) ?? false
    fromFinalize = try fields.find("from_finalize", .flag)
    channel = try fields.need("channel", .part())
    metadata = try fields.find("metadata", .part())
  }

  var members: [String: JSONValue?] {
    [
      "channel_index": .list(channelIndex), "duration": .number(duration), "start": .number(start), "is_final": .bool(isFinal),
      "speech_final": .bool(speechFinal), "from_finalize": fromFinalize.map { .bool($0) }, "channel": channel.json,
      "metadata": metadata?.json,
    ]
  }

  static func kind(of value: JSONValue) -> ReadMessage.Kind? { text(in: value).map { .result($0) } }

  /// The transcript of `channel.alternatives`, with or without a `type`.
  static func text(in value: JSONValue) -> ResultText? {
    guard let alternatives = value["channel"]?["alternatives"]?.array else { return nil }
    let best = alternatives.first
    guard best == nil || best?["transcript"]?.string != nil else { return nil }
    var result = ResultText(text: best?["transcript"]?.string ?? "")
    result.isFinal = RelayShape.flag(value, ["is_final"])
    result.speechFinal = RelayShape.flag(value, ["speech_final"])
    result.fromFinalize = RelayShape.flag(value, ["from_finalize"])
    result.start = value["start"]?.number
    result.duration = value["duration"]?.number
    result.channel = value["channel_index"]?[0]?.integer
    result.words = RecognizedWord.timed(in: best?["words"])
    result.requestID = value["metadata"]?["request_id"]?.string
    return result
  }
}
