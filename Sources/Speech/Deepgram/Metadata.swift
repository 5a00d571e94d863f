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

extension Metadata: ServiceContent {
  static let essentials = "request_id, sha256, duration or channels"

  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    transactionKey = try fields.find("transaction_key", .string)
    requestID = try fields.need("request_id", .string)
    sha256 = try fields.find("sha256", .string)
    created = try fields.find("created", .string)
    duration = try fields.need("duration", .number)
    channels = try fields.need("channels", .integer)
    models = try fields.find("models", .list(of: .string))
    modelInfo = try fields.find("model_info", .named(.part()))
  }

  var members: [String: JSONValue?] {
    [
      "transaction_key": transactionKey.map { .string($0) }, "request_id": .string(requestID), "sha256": sha256.map { .string($0) },
      "created": created.map { .string($0) }, "duration": .number(duration), "channels": .number(Double(channels)),
      "models": models.map { .list($0) }, "model_info": modelInfo.map { .object($0.mapValues(\.json)) },
    ]
  }

  static func kind(of value: JSONValue) -> ReadMessage.Kind? { facts(in: value).map { .metadata($0) } }

  /// What an object says as Metadata does, with or without a `type`; nil where none of its own fields is there.
  static func facts(in value: JSONValue) -> MetadataFacts? {
    let facts = MetadataFacts(
      duration: value["duration"]?.number, channels: value["channels"]?.integer, sha256: value["sha256"]?.string,
      requestID: value["request_id"]?.string)
    return facts == MetadataFacts() ? nil : facts
  }

  /// Whether an object without the type can only be a Metadata message.
  static func isSurely(_ value: JSONValue) -> Bool {
    value["sha256"]?.string != nil || value["transaction_key"]?.string != nil
      || (value["duration"]?.number != nil && value["channels"]?.integer != nil)
  }
}
