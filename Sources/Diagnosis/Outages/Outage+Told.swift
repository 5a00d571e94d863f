internal import Speech
internal import Timeline

extension Outage {
  /// How near to the truth it is what the client was told.
  enum Truth {
    /// The service's own code or words.
    case itsWords
    /// That something failed, in words of the relay's own.
    case otherWords
    /// That something failed, and no word of what.
    case bare
    /// That all is well.
    case success
  }

  /// What the client learned it by.
  struct Told {
    var event: Int64
    var at: Nanoseconds
    /// `close 1011 "…"`, `the message {…}`.
    var text: String
    var truth: Truth
  }

  /// Nil where it was not told.
  var told: Told? {
    if let response = session.client.response, response.value.status != 101 {
      let text = String(decoding: response.value.raw, as: UTF8.self) + String(decoding: response.value.body, as: UTF8.self)
      return Told(
        event: response.event, at: response.at, text: "the answer \(response.value.status) to its handshake",
        truth: hasItsWords(text, code: nil) ? .itsWords : .otherWords)
    }
    let from = began.at - SessionFacts.clockUncertainty
    let messages = messages(after: from)
    // Behind a connection that the service served again an end is an end like any other.
    let ended = recovery == nil ? session.relayEnded.flatMap { $0.at >= from ? $0 : nil } : nil
    guard let first = messages.first else {
      return ended.map { Told(event: $0.event, at: $0.at, text: text($0), truth: truth(of: $0, messages: [])) }
    }
    let quote = showsKey ? "that has the relay's key in it" : VisibleText.quote(first.value, limit: 80)
    let then = ended.map { ", then \(text($0))" } ?? ""
    return Told(
      event: first.event, at: first.at, text: "the message \(quote)\(then)", truth: truth(of: ended, messages: messages.map(\.value)))
  }

  /// Messages that speak of a failure.
  private func messages(after time: Nanoseconds) -> [Located<[UInt8]>] {
    zip(session.client.messages, session.client.payloads).compactMap { message, bytes in
      guard message.at >= time else { return nil }
      switch message.value.kind {
      case .error: return Located(bytes, event: message.event, at: message.at)
      case .unreadable, .ready:
        let text = String(decoding: bytes.prefix(2000), as: UTF8.self).lowercased()
        return Self.failing.contains(where: text.contains) ? Located(bytes, event: message.event, at: message.at) : nil
      case .result, .metadata, .speechEvent: return nil
      }
    }
  }

  private static let failing = [
    "error", "fail", "refus", "unavailable", "closed", "timeout", "timed out", "disconnect", "lost", "reconnect", "exception",
  ]

  private func truth(of ended: Located<HopFacts.Close?>?, messages: [[UInt8]]) -> Truth {
    let close = ended?.value
    let words = messages.map { String(decoding: $0, as: UTF8.self) } + [close?.reason ?? ""]
    let text = words.joined(separator: " ")
    if hasItsWords(text, code: close?.code) { return .itsWords }
    if !messages.isEmpty || !(close?.reason ?? "").isEmpty && !Self.isSuccess(close) { return .otherWords }
    guard let ended else { return .bare }
    return ended.value != nil && Self.isSuccess(close) ? .success : .bare
  }

  private static func isSuccess(_ close: HopFacts.Close?) -> Bool { [nil, 1000, 1001, 1005].contains(close?.code) }

  /// Whether the service's own code or words stand there.
  private func hasItsWords(_ text: String, code: UInt16?) -> Bool {
    guard let failed else { return false }
    if let refusal = ServiceRefusalSeen(failed) { return refusal.shown(on: session.client) != nil || text.contains("\(refusal.status)") }
    guard let close = failed.serviceGoodbye?.value else { return false }
    guard let own = close.code, own != 1000 else { return Self.isSuccess(code.map { .init(by: .relay, code: $0, reason: "") }) }
    let lower = text.lowercased()
    if lower.contains("\(own)") { return true }
    let parts = close.reason.lowercased().split(whereSeparator: { $0 == "." || $0 == ":" }).map { $0.drop { $0 == " " } }
    if parts.contains(where: { $0.count >= 6 && lower.contains($0.prefix(24)) }) || ServiceWords.areIn(text) { return true }
    if misbehaviour.kind == .errorMessage, lower.contains("overloaded") { return true }
    // Whose reason was empty has only its code to pass on; else the code alone is a failure without words.
    return close.reason.isEmpty && code == own
  }

  /// Whether what it was told has the relay's key in it: then it is not quoted.
  var showsKey: Bool { session.notes.contains { $0.value.code == .keyShown } }

  private func text(_ ended: Located<HopFacts.Close?>) -> String {
    ended.value.map { close in
      if showsKey { return "\(close.codeText) with the relay's key in its reason" }
      let reason = close.reason.isEmpty ? "" : " \"\(VisibleText.quote(Array(close.reason.utf8), limit: 80))\""
      return close.codeText + reason
    } ?? "the end of the connection without a Close frame (1006)"
  }
}
