internal import Timeline

/// The service refuses the relay's key.
struct ServiceRefused: Fault {
  let name = "service-refused"
  let rule = "service-refused"
  let party = Party.service
  let summary = "the service refuses the relay's key: 401 with dg-error"

  func stage() -> (any FaultStage)? { Stage() }

  private struct Stage: FaultStage {
    static let requestID = "5f1c7c1e-0b7e-4a53-9f4d-2d8f3a6b9c01"

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      guard case .requested = occurrence else { return [] }
      let text = "Invalid credentials."
      let body = #"{"err_code":"INVALID_AUTH","err_msg":"\#(text)","request_id":"\#(Self.requestID)"}"#
      let headers = [
        HeaderField("content-type", "application/json"),
        HeaderField("content-length", "\(body.utf8.count)"),
        HeaderField("dg-error", text),
        HeaderField("dg-request-id", Self.requestID),
      ]
      return [.refuse(ResponseHead(status: 401, reason: "Unauthorized", headers: headers, body: Array(body.utf8))), .finish]
    }
  }
}
