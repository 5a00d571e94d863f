internal import Speech
internal import Timeline

/// Whom the service lets in: credentials, path, query, method, money, model, in this order.
///
/// PROTOCOL, "Handshake": each status is given where the service itself would give it.
enum Admission {
  /// - Parameters:
  ///   - method: The one that is meant to be used: GET for live listening, POST for one-shot.
  ///   - unixNanoseconds: The time on the wall.
  static func check(
    _ request: RequestHead, _ credentials: Credentials, _ settings: ServiceSettings, method: String, at unixNanoseconds: Int64
  ) -> Result<ListenParameters, ListenParameters.Refusal> {
    if let refusal = settings.refusal { return .failure(refusal) }
    guard let key = credentials.key, !settings.endedKeys.contains(key) else { return .failure(.unauthorized) }
    if let grant = Grant(key) {
      // Behind `token` it is taken for a key, and is none.
      guard credentials.isBearer, grant.isGood(at: unixNanoseconds, keys: settings.keys) else { return .failure(.unauthorized) }
    } else if let keys = settings.keys, !keys.contains(key) {
      return .failure(.unauthorized)
    }
    guard QueryString.parse(request.target).path == ListenParameters.path else { return .failure(.notFound) }
    return ListenParameters.parse(target: request.target).flatMap { parameters in
      if request.method != method { return .failure(.notAllowed) }
      if !settings.hasCredit { return .failure(.paymentRequired) }
      if let models = settings.models, let model = parameters.model, !models.contains(model) { return .failure(.forbidden) }
      return .success(parameters)
    }
  }
}
