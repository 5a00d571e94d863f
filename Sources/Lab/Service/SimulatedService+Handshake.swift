internal import Speech
internal import Timeline

extension SimulatedService {
  /// Answers the opening request: credentials, path, query, in this order.
  mutating func answer(_ request: RequestHead, at now: Nanoseconds) -> [Action] {
    var identity = SeededIdentity(seed: settings.seed)
    let requestID = identity.uuid()
    let credentials = Credentials(of: request)
    if let refusal = settings.refusal { return refuse(refusal, requestID: requestID) }
    if credentials == .none { return refuse(.unauthorized, requestID: requestID) }
    switch ListenParameters.parse(target: request.target) {
    case .failure(let refusal):
      return refuse(QueryString.parse(request.target).path == ListenParameters.path ? refusal : Self.notFound, requestID: requestID)
    case .success(let parameters):
      guard parameters.path == ListenParameters.path else { return refuse(Self.notFound, requestID: requestID) }
      guard request.method == "GET" else { return refuse(Self.notAllowed, requestID: requestID) }
      listening = Listening(parameters, settings, requestID: requestID, modelID: identity.uuid())
      phase = .listening
      var subprotocol: String?
      if case .subprotocol(let scheme) = credentials { subprotocol = scheme }
      return [
        .accept(subprotocol: subprotocol, headers: [HeaderField("dg-request-id", requestID)]),
        .wake(Self.silence, at: now + settings.idleTimeout),
      ]
    }
  }

  private static let notFound = ListenParameters.Refusal(status: 404, errCode: "NOT_FOUND", message: "Not found.")
  private static let notAllowed = ListenParameters.Refusal(
    status: 405, errCode: "METHOD_NOT_ALLOWED", message: "Method not allowed.")

  private mutating func refuse(_ refusal: ListenParameters.Refusal, requestID: String) -> [Action] {
    phase = .over
    let body = refusal.body(requestID: requestID)
    let head = ResponseHead(
      status: refusal.status, reason: Self.reason(refusal.status),
      headers: [
        HeaderField("content-type", "application/json"), HeaderField("content-length", String(body.count)),
        HeaderField("dg-error", refusal.dgError), HeaderField("dg-request-id", requestID),
      ], body: body)
    return [.refuse(head), .finish]
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
    case 429: "Too Many Requests"
    default: status < 500 ? "Refused" : "Server Error"
    }
  }
}
