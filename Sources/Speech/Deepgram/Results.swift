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

extension Results: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, duration, start, channel, metadata
    case channelIndex = "channel_index"
    case isFinal = "is_final"
    case speechFinal = "speech_final"
    case fromFinalize = "from_finalize"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    channelIndex = try container.decodeIfPresent([Int].self, forKey: .channelIndex) ?? [0, 1]
    duration = try container.decode(Double.self, forKey: .duration)
    start = try container.decode(Double.self, forKey: .start)
    isFinal = try container.decode(Bool.self, forKey: .isFinal)
    speechFinal = try container.decodeIfPresent(Bool.self, forKey: .speechFinal) ?? false
    fromFinalize = try container.decodeIfPresent(Bool.self, forKey: .fromFinalize)
    channel = try container.decode(RecognizedChannel.self, forKey: .channel)
    metadata = try container.decodeIfPresent(ResultsMetadata.self, forKey: .metadata)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.type, forKey: .type)
    try container.encode(channelIndex, forKey: .channelIndex)
    try container.encode(duration, forKey: .duration)
    try container.encode(start, forKey: .start)
    try container.encode(isFinal, forKey: .isFinal)
    try container.encode(speechFinal, forKey: .speechFinal)
    try container.encodeIfPresent(fromFinalize, forKey: .fromFinalize)
    try container.encode(channel, forKey: .channel)
    try container.encodeIfPresent(metadata, forKey: .metadata)
  }
}
