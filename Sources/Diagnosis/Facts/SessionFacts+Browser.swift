internal import Timeline

extension SessionFacts {
  /// The client kept the rules that a browser holds a page to.
  var isBrowser: Bool { notes.contains { $0.value.topic == .browser } }

  /// Where a browser would have failed a connection that the relay opened, and the client did.
  var browserFailure: Located<Note>? { notes.first { $0.value.topic == .browserFails } }
}

extension RunFacts {
  /// A session in which a browser did not get in, where others do.
  func turnsAway(browser session: SessionFacts) -> Bool {
    guard session.isBrowser, letsOthersIn else { return false }
    return session.browserFailure != nil || session.client.response.map { $0.value.status != 101 } ?? false
  }
}
