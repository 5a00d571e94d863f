internal import Lab
internal import NIOCore
package import Network
internal import Scenarios
internal import Timeline

/// Where the profile's `one_shot` leads, and how to get there.
package struct OneShotTarget: Sendable {
  package var endpoint: Endpoint
  package var options: DialOptions

  package init(endpoint: Endpoint, options: DialOptions) {
    self.endpoint = endpoint
    self.options = options
  }

  /// Sends a session's audio whole, and records the request and its answer. They are of no hop: no WebSocket.
  func play(_ session: PlannedSession, to sink: any EventSink, clock: RunClock, on loop: any EventLoop) async {
    guard let limit = session.material.scenario.oneShotLimit else { return }
    @Sendable func record(_ kind: Event.Kind) {
      sink.record(Event(session: session.info.number, hop: nil, connection: 0, at: clock.now(), kind))
    }
    var options = options
    options.connectTimeout = min(options.connectTimeout, session.limit(limit))
    options.handshakeTimeout = session.limit(limit)
    let request = HTTPRequest(
      endpoint: endpoint, method: "POST", headers: Self.headers(session), body: session.material.bytes, options: options)
    record(.note(Note(.step, "one-shot: \(session.material.bytes.count) bytes of audio to \(endpoint.authority)")))
    record(.request(request.head))
    switch await request.answer(clock: clock, on: loop) {
    case .success(let response): record(.response(response))
    case .failure(let failure) where Task.isCancelled: record(.note(Note(.remark, failure.text)))
    case .failure(let failure): record(.failed(failure))
    }
  }

  /// The profile's, with what the body is.
  private static func headers(_ session: PlannedSession) -> [HeaderField] {
    var headers = session.profile.headers
    if headers["Content-Type"] == nil {
      headers.append(HeaderField("Content-Type", session.material.headerBytes > 0 ? "audio/wav" : "application/octet-stream"))
    }
    return headers
  }
}
