/// Which request and which model a `Results` message came from.
package struct ResultsMetadata: Sendable, Hashable {
  package var requestID: String?
  package var modelInfo: ModelInfo?
  package var modelUUID: String?

  package init(requestID: String?, modelInfo: ModelInfo? = nil, modelUUID: String? = nil) {
    self.requestID = requestID
    self.modelInfo = modelInfo
    self.modelUUID = modelUUID
  }
}

extension ResultsMetadata: MessagePart {
  init(_ fields: MessageFields) throws(ServiceMessageFault) {
    requestID = try fields.find("request_id", .string)
    modelInfo = try fields.find("model_info", .part())
    modelUUID = try fields.find("model_uuid", .string)
  }

  var members: [String: JSONValue?] {
    ["request_id": requestID.map { .string($0) }, "model_info": modelInfo?.json, "model_uuid": modelUUID.map { .string($0) }]
  }
}
