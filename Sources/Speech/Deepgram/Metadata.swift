/// What the service says once, at the end: which request it was, and what audio it received (PROTOCOL, "Messages").
package struct Metadata: Sendable, Hashable {
  package static let type = "Metadata"
  /// Stands for the hash where the stream was not ended properly.
  package static let incompleteHash = "incomplete"

  /// Always the word `deprecated` today.
  package var transactionKey: String?
  package var requestID: String
  /// The SHA-256 of the audio received, in hexadecimal, or `incomplete`.
  package var sha256: String?
  /// ISO 8601, UTC.
  package var created: String?
  /// Seconds of audio understood; 0 where nothing could be decoded.
  package var duration: Double
  /// 0 where nothing could be decoded.
  package var channels: Int
  /// Ids of the models used.
  package var models: [String]?
  /// The same models by id.
  package var modelInfo: [String: ModelInfo]?

  package init(
    transactionKey: String? = "deprecated", requestID: String, sha256: String?, created: String?, duration: Double,
    channels: Int, models: [String]? = nil, modelInfo: [String: ModelInfo]? = nil
  ) {
    self.transactionKey = transactionKey
    self.requestID = requestID
    self.sha256 = sha256
    self.created = created
    self.duration = duration
    self.channels = channels
    self.models = models
    self.modelInfo = modelInfo
  }
}

extension Metadata: Codable {
  private enum CodingKeys: String, CodingKey {
    case type, sha256, created, duration, channels, models
    case transactionKey = "transaction_key"
    case requestID = "request_id"
    case modelInfo = "model_info"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    transactionKey = try container.decodeIfPresent(String.self, forKey: .transactionKey)
    requestID = try container.decode(String.self, forKey: .requestID)
    sha256 = try container.decodeIfPresent(String.self, forKey: .sha256)
    created = try container.decodeIfPresent(String.self, forKey: .created)
    duration = try container.decode(Double.self, forKey: .duration)
    channels = try container.decode(Int.self, forKey: .channels)
    models = try container.decodeIfPresent([String].self, forKey: .models)
    modelInfo = try container.decodeIfPresent([String: ModelInfo].self, forKey: .modelInfo)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.type, forKey: .type)
    try container.encodeIfPresent(transactionKey, forKey: .transactionKey)
    try container.encode(requestID, forKey: .requestID)
    try container.encodeIfPresent(sha256, forKey: .sha256)
    try container.encodeIfPresent(created, forKey: .created)
    try container.encode(duration, forKey: .duration)
    try container.encode(channels, forKey: .channels)
    try container.encodeIfPresent(models, forKey: .models)
    try container.encodeIfPresent(modelInfo, forKey: .modelInfo)
  }
}
