internal import Lab
internal import Network
internal import Speech
internal import Timeline

extension LabWorld {
  /// A recording sent whole to the service's port, beside its WebSocket connections.
  /// - Parameter told: Gets the answer, and how many bytes were sent.
  func exchange(
    _ head: RequestHead, connection: Int, clock: RunClock, _ change: (inout ServiceSettings) -> Void = { _ in },
    told: @escaping @Sendable (ResponseHead, Int) -> Void = { _, _ in }
  ) -> HTTPExchange {
    let service = OneShotService(settings: serviceSettings(connection: connection, change))
    return HTTPExchange(bodyLimit: OneShotService.bodyLimit) { body in
      let response =
        switch body {
        case .success(let bytes): service.answer(head, body: bytes, at: clock.now())
        case .failure(let fault): service.refuse(Self.refusal(fault))
        }
      told(response, (try? body.get().count) ?? 0)
      return response
    }
  }

  private static func refusal(_ fault: BodyFault) -> ListenParameters.Refusal {
    switch fault {
    case .tooLong(let limit):
      ListenParameters.Refusal(status: 413, errCode: "PAYLOAD_TOO_LARGE", message: "Payload size exceeds limit of \(limit >> 20) MB.")
    case .malformed(let text): ListenParameters.Refusal(status: 400, errCode: "Bad Request", message: "Bad Request: \(text)")
    case .stalled(let seconds):
      ListenParameters.Refusal(
        status: 408, errCode: "Request Timeout", message: "Nothing more of the request's body came for \(seconds) s.")
    }
  }
}

extension RequestHead {
  /// A plain HTTP request that carries something.
  var isOneShot: Bool { !asksForWebSocket && method != "GET" }
}
