/// Which request and which model a `Results` message came from.
package struct ResultsMetadata: Sendable, Hashable, Codable {
  package var requestID: String?
  package var modelInfo: ModelInfo?
  package var modelUUID: String?

  package init(requestID: String?, modelInfo: ModelInfo? = nil, modelUUID: String? = nil) {
    self.requestID = requestID
    self.modelInfo = modelInfo
    self.modelUUID = modelUUID
  }

  private enum CodingKeys: String, CodingKey {
    case requestID = "request_id"
    case modelInfo = "model_info"
    case modelUUID = "model_uuid"
  }
}
