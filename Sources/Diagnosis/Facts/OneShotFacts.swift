package import Speech
package import Timeline

/// One recording that was sent whole over HTTP, and what came of it. It has no hop: no WebSocket was opened for it.
package struct OneShotFacts: Sendable {
  package let info: SessionInfo
  package private(set) var request: Located<RequestHead>?
  package private(set) var response: Located<ResponseHead>?
  package private(set) var failure: Located<ConnectionFailure>?
  package let interrupted: Bool

  /// Nil where the session's events are those of a session with connections.
  init?(_ info: SessionInfo, _ events: some Sequence<Event>, interrupted: Bool) {
    self.info = info
    self.interrupted = interrupted
    for event in events where event.hop == nil {
      switch event.kind {
      case .request(let head): request = Located(head, event)
      case .response(let head): response = Located(head, event)
      case .failed(let reason): failure = Located(reason, event)
      default: break
      }
    }
    guard request != nil else { return nil }
  }

  package var succeeded: Bool { response.map { (200..<300).contains($0.value.status) } ?? false }

  /// What the answer says was spoken; nil where there is none, or nothing in it can be read.
  package var reading: OneShotReading? {
    guard succeeded, let body = response?.value.body else { return nil }
    let reading = OneShotReading(body, messages: info.messages)
    return reading.transcript == nil ? nil : reading
  }

  package var transcript: String? { reading?.transcript }

  package var hasWords: Bool { transcript.map { !$0.allSatisfy(\.isWhitespace) } ?? false }

  /// From the request to the whole answer.
  package var took: Nanoseconds? {
    guard let response, let request else { return nil }
    return max(0, response.at - request.at)
  }

  package var wer: Double? {
    guard let expected = info.audio?.transcript, let transcript else { return nil }
    return WordErrorRate.measure(expected: expected, received: transcript).wer
  }

  /// The event that shows how it ended.
  package var end: Int64? { response?.event ?? failure?.event ?? request?.event }

  /// What was asked and what was said to it, in words.
  package var story: String {
    let asked = request.map { "\($0.value.method) \($0.value.target.prefix { $0 != "?" })" } ?? "the request"
    if let failure { return "\(asked) got no answer: \(failure.value.text)" }
    guard let response else { return "\(asked) got no answer" }
    let status = "\(response.value.status)\(response.value.reason.isEmpty ? "" : " \(response.value.reason)")"
    let body = response.value.body.isEmpty ? "with nothing in it" : VisibleText.quote(response.value.body, limit: 160)
    return "\(asked) was answered \(status): \(body)"
  }
}
