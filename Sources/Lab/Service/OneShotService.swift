internal import Audio
internal import Digest
package import Speech
package import Timeline

/// The service's one-shot endpoint: `POST /v1/listen` with a recording in the body, one JSON answer; and `POST /v1/auth/grant`, a token for a while.
///
/// Hears what `SimulatedService` hears, and answers in the shape of the service's own prerecorded API. A pure function of the request.
package struct OneShotService: Sendable {
  /// Bytes of a recording that are taken: about twelve minutes of 44.1 kHz stereo. The real service takes 2 GB.
  package static let bodyLimit = 128 << 20

  let settings: ServiceSettings

  /// - Parameter settings: The seed is this request's own.
  package init(settings: ServiceSettings) { self.settings = settings }

  /// - Parameter body: Whole.
  package func answer(_ request: RequestHead, body: [UInt8], at now: Nanoseconds) -> ResponseHead {
    var identity = SeededIdentity(seed: settings.seed)
    let requestID = identity.uuid()
    let wall = settings.startedAtUnixNanoseconds + now
    if QueryString.parse(request.target).path == Grant.path {
      switch grant(request, body: body, at: wall) {
      case .success(let answer): return answer
      case .failure(let refusal): return refusal.head(requestID: requestID)
      }
    }
    switch Admission.check(request, Credentials(of: request), settings, method: "POST", at: wall) {
    case .failure(let refusal): return refusal.head(requestID: requestID)
    case .success(let parameters):
      if parameters["callback"] != nil { return Self.noCallback.head(requestID: requestID) }
      let type = (request.headers["Content-Type"] ?? "").lowercased()
      if type.hasPrefix("application/json") { return Self.remote(body).head(requestID: requestID) }
      return hear(body, parameters, requestID: requestID, modelID: identity.uuid(), at: now)
    }
  }

  /// The answer to a request whose body could not be had.
  package func refuse(_ refusal: ListenParameters.Refusal) -> ResponseHead {
    var identity = SeededIdentity(seed: settings.seed)
    return refusal.head(requestID: identity.uuid())
  }

  private func hear(
    _ body: [UInt8], _ parameters: ListenParameters, requestID: String, modelID: String, at now: Nanoseconds
  ) -> ResponseHead {
    var intake = AudioIntake(file: body, parameters, settings)
    let channels = intake.take(body)
    guard let format = intake.format, intake.decoded > 0 else {
      let beyond = intake.beyond.map { " (the real service would decode \($0), this simulated one does not)" } ?? ""
      return Self.badRequest("Bad Request: failed to process audio: corrupt or unsupported data" + beyond).head(requestID: requestID)
    }
    let text = UtteranceText(parameters)
    let heard = channels.map { OneShotChannel($0, rate: format.sampleRate, parameters, settings, text) }
    let metadata = Metadata(
      requestID: requestID, sha256: SHA256Digest.hex(SHA256Digest.digest(body)),
      created: WallTime.text(unixNanoseconds: settings.startedAtUnixNanoseconds + now),
      duration: (intake.seconds * 1e6).rounded() / 1e6, channels: channels.count, models: [modelID], modelInfo: [modelID: settings.model])
    let utterances = parameters["utterances"] == "true" ? heard.enumerated().map { $1.utterances(channel: $0) } : nil
    let answer = OneShotAnswer(
      metadata: metadata,
      results: OneShotAnswer.Recognized(channels: heard.map(\.channel), utterances: utterances.map { $0.flatMap(\.self) }))
    return ResponseHead(
      status: 200, reason: "OK",
      headers: [HeaderField("content-type", "application/json"), HeaderField("dg-request-id", requestID)], body: answer.encoded())
  }

  /// A recording somewhere on the network: this service calls nobody, and refuses as the real one does where it gets no answer there.
  private static func remote(_ body: [UInt8]) -> ListenParameters.Refusal {
    guard let url = (try? JSONValue(parsing: body))?["url"]?.string else {
      return badRequest("Content-type was application/json, but we could not process the JSON payload.")
    }
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      return ListenParameters.Refusal(status: 400, errCode: "PAYLOAD_ERROR", message: "Failed to parse URL in JSON body.")
    }
    return ListenParameters.Refusal(
      status: 400, errCode: "REMOTE_CONTENT_ERROR",
      message: "Could not determine if URL for media download is publicly routable. (This simulated service downloads nothing.)")
  }

  private static let noCallback = ListenParameters.Refusal(
    status: 400, errCode: "INVALID_QUERY_PARAMETER", message: "Invalid callback url. (This simulated service calls nobody back.)")

  private static func badRequest(_ message: String) -> ListenParameters.Refusal {
    ListenParameters.Refusal(status: 400, errCode: "Bad Request", message: message)
  }
}
