/// A message towards the client, understood as far as it could be.
package struct ReadMessage: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// A transcript, interim or final, the empty one too.
    case result(ResultText)
    case metadata(MetadataFacts)
    /// Speech began, or an utterance ended.
    case speechEvent
    /// An error told in a message.
    case error(String)
    /// A message about the connection and not about speech (`ready`, `connected`, `status`, `closed`, a warning …): `label` has its name.
    case ready
    /// Nothing that is known; the text says why.
    case unreadable(String)
  }

  package var kind: Kind
  package var shape: MessageShape
  package var confidence: ShapeConfidence
  /// False where it came in a binary frame.
  package var isText: Bool
  /// Whether its bytes are JSON at all.
  package var isJSON: Bool
  /// Where it stops being JSON, where it could not be read for that.
  package var fault: JSONFault?
  /// Its `type` or `event`, as it was written.
  package var label: String?
  /// True for the service's own message, as it is or inside another: what is otherwise in it than the service said is no matter of taste.
  package var isServices: Bool

  package init(
    kind: Kind, shape: MessageShape, confidence: ShapeConfidence = .certain, isText: Bool = true, isJSON: Bool = true,
    fault: JSONFault? = nil,
    label: String? = nil, isServices: Bool = false
  ) {
    self.kind = kind
    self.shape = shape
    self.confidence = confidence
    self.isText = isText
    self.isJSON = isJSON
    self.fault = fault
    self.label = label
    self.isServices = isServices
  }

  package var result: ResultText? {
    if case .result(let result) = kind { result } else { nil }
  }

  package var metadata: MetadataFacts? {
    if case .metadata(let facts) = kind { facts } else { nil }
  }

  /// The service's id of the request that it belongs to, where it tells one.
  package var requestID: String? { result?.requestID ?? metadata?.requestID }

  /// Why it could not be read; nil where it could.
  package var unreadableBecause: String? {
    if case .unreadable(let why) = kind { why } else { nil }
  }
}
