internal import Speech
internal import Timeline

extension ListenParameters.Refusal {
  /// The answer as it goes out: status, `dg-error`, request id, and both in the JSON body too.
  func head(requestID: String) -> ResponseHead {
    let body = body(requestID: requestID)
    return ResponseHead(
      status: status, reason: Self.reason(status),
      headers: [
        HeaderField("content-type", "application/json"), HeaderField("content-length", String(body.count)),
        HeaderField("dg-error", dgError), HeaderField("dg-request-id", requestID),
      ], body: body)
  }

  /// The reason phrase (RFC 9110 §15) of the statuses with which the service refuses.
  private static func reason(_ status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 402: "Payment Required"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 413: "Content Too Large"
    case 429: "Too Many Requests"
    default: status < 500 ? "Refused" : "Server Error"
    }
  }
}
