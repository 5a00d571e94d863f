internal import Lab
internal import NIOCore
internal import Network
internal import Scenarios
internal import Timeline

extension SocketRun {
  /// Sends a session's audio whole to where the profile says, and records the request and its answer. They are of no hop: no WebSocket.
  func playOneShot(_ session: PlannedSession) async {
    let number = session.info.number
    guard let oneShot, let limit = session.material.scenario.oneShotLimit else { return }
    var options = oneShot.options
    options.connectTimeout = min(options.connectTimeout, session.limit(limit))
    options.handshakeTimeout = session.limit(limit)
    let request = HTTPRequest(
      endpoint: oneShot.endpoint, method: "POST", headers: Self.headers(session), body: session.material.bytes, options: options)
    let bytes = session.material.bytes.count
    note(.step, "one-shot: \(bytes) bytes of audio to \(oneShot.endpoint.authority)", session: number)
    record(.request(request.head), session: number)
    switch await request.answer(clock: clock, on: group.next()) {
    case .success(let response): record(.response(response), session: number)
    case .failure(let failure) where Task.isCancelled: note(.remark, failure.text, session: number)
    case .failure(let failure): record(.failed(failure), session: number)
    }
  }

  private func record(_ kind: Event.Kind, session: Int) {
    sink.record(Event(session: session, hop: nil, connection: 0, at: clock.now(), kind))
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
