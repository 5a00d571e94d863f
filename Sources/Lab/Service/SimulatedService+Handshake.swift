internal import Machines
internal import Speech
internal import Timeline

extension SimulatedService {
  /// Answers the opening request.
  mutating func answer(_ request: RequestHead, at now: Nanoseconds) -> [Action] {
    var identity = SeededIdentity(seed: settings.seed)
    let requestID = identity.uuid()
    let credentials = Credentials(of: request)
    switch Admission.check(request, credentials, settings, method: "GET", at: settings.startedAtUnixNanoseconds + now) {
    case .failure(let refusal):
      phase = .over
      return [.refuse(refusal.head(requestID: requestID)), .finish]
    case .success(let parameters):
      listening = Listening(parameters, settings, requestID: requestID, modelID: identity.uuid())
      phase = .listening
      var subprotocol: String?
      if case .subprotocol(let scheme, _) = credentials { subprotocol = scheme }
      return [
        .accept(subprotocol: subprotocol, headers: [HeaderField("dg-request-id", requestID)]),
        .wake(Timer.silence.name, at: now + settings.idleTimeout),
      ]
    }
  }
}
