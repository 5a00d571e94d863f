import Lab
import Machines
import Speech
import Testing
import Timeline

/// PROTOCOL, "Handshake".
struct ServiceHandshakeTests {
  static let credentials: [(headers: [HeaderField], subprotocol: String?)] = [
    ([HeaderField("Authorization", "Token abc")], nil),
    ([HeaderField("authorization", "bearer ey.J.0")], nil),
    ([HeaderField("Sec-WebSocket-Protocol", "token, abc")], "token"),
    ([HeaderField("Sec-WebSocket-Protocol", "bearer,ey.J.0")], "bearer"),
    ([HeaderField("Sec-WebSocket-Protocol", "token"), HeaderField("Sec-WebSocket-Protocol", "abc")], "token"),
    ([HeaderField("Authorization", "Token abc"), HeaderField("Sec-WebSocket-Protocol", "chat")], nil),
  ]

  @Test(arguments: credentials)
  func anyKeyIsAccepted(headers: [HeaderField], subprotocol: String?) {
    var session = ServiceSession()
    session.request(ServiceSession.raw, headers: headers)
    guard case .accept(let chosen, let answered) = session.actions.first else {
      Issue.record("\(session.actions)")
      return
    }
    #expect(chosen == subprotocol)
    #expect(answered["dg-request-id"]?.count == 36)
  }

  @Test(arguments: [
    [], [HeaderField("Authorization", "")], [HeaderField("Authorization", "Token ")], [HeaderField("Authorization", "Basic abc")],
    [HeaderField("Sec-WebSocket-Protocol", "token")], [HeaderField("Sec-WebSocket-Protocol", "token, ")],
  ])
  func noKeyIs401(headers: [HeaderField]) {
    expectRefusal(status: 401, code: "INVALID_AUTH") { $0.request(ServiceSession.raw, headers: headers) }
  }

  @Test(arguments: [
    "encoding=pcm&sample_rate=16000", "encoding=linear16", "encoding=linear16&sample_rate=0",
    "encoding=linear16&sample_rate=44100&interim_results=true&utterance_end_ms=999",
    "encoding=linear16&sample_rate=44100&utterance_end_ms=1000", "encoding=linear16&sample_rate=44100&interim_results=yes",
  ])
  func aQueryThatCannotBeMetIs400(query: String) {
    expectRefusal(status: 400, code: "INVALID_QUERY_PARAMETER") { $0.request("/v1/listen?" + query) }
  }

  @Test func anotherPathIs404AndAnotherMethod405() {
    expectRefusal(status: 404, code: "NOT_FOUND") { $0.request("/v2/listen?encoding=linear16&sample_rate=44100") }
    expectRefusal(status: 404, code: "NOT_FOUND") { $0.request("/?encoding=what") }
    expectRefusal(status: 405, code: "METHOD_NOT_ALLOWED") { $0.request(ServiceSession.raw, method: "POST") }
  }

  @Test func aRefusalFromTheSettings() {
    let refusal = ListenParameters.Refusal(status: 429, errCode: "TOO_MANY_REQUESTS", message: "Too many requests.")
    expectRefusal(status: 429, code: "TOO_MANY_REQUESTS", { $0.refusal = refusal }) { $0.request(ServiceSession.raw) }
  }

  @Test func idsComeFromTheSeed() {
    func id(_ seed: UInt64) -> String? {
      let session = ServiceSession.open { $0.seed = seed }
      guard case .accept(_, let headers) = session.actions.first else { return nil }
      return headers["dg-request-id"]
    }
    #expect(id(1) == id(1))
    #expect(id(1) != id(2))
  }

  private func expectRefusal(
    status: Int, code: String, _ change: (inout ServiceSettings) -> Void = { _ in }, play: (inout ServiceSession) -> Void,
    at location: SourceLocation = #_sourceLocation
  ) {
    var session = ServiceSession(change)
    play(&session)
    guard session.actions.count == 2, case .refuse(let head) = session.actions[0], session.actions[1] == .finish else {
      Issue.record("\(session.actions)", sourceLocation: location)
      return
    }
    let body = try? JSONValue(parsing: head.body)
    #expect(head.status == status, sourceLocation: location)
    #expect(body?["err_code"]?.string == code, sourceLocation: location)
    #expect(body?["err_msg"]?.string == head.headers["dg-error"], sourceLocation: location)
    #expect(head.headers["dg-error"]?.isEmpty == false, sourceLocation: location)
    #expect(body?["request_id"]?.string == head.headers["dg-request-id"], sourceLocation: location)
    #expect(head.headers["content-length"] == String(head.body.count), sourceLocation: location)
    #expect(!session.hasTimers, sourceLocation: location)
  }
}
