internal import Wire

/// Takes keys out of everything before it is kept: credentials known by their name (headers, query values, subprotocols, `user:password@`) and every
/// secret given, in any encoding it may come back in.
///
/// In frame payloads a secret's bytes become `*`, so that lengths stay true; elsewhere it becomes `[redacted]`. Secrets of fewer than four
/// characters are taken out of headers and queries only, where they stand alone. A secret that a peer splits over two frames is not found.
package struct Redactor: Sendable, Equatable {
  static let markText = "[redacted]"
  static let mark = Array(markText.utf8)

  /// Every secret it knows.
  package let secrets: [String]
  private let scanner: RedactionScanner
  private let short: [[UInt8]]

  /// `secrets`: every value that came from `${NAME}`, and what a login gave.
  package init(secrets: [String] = []) {
    let given = Set(secrets).filter { !$0.isEmpty }.sorted()
    self.secrets = given
    scanner = RedactionScanner(secrets: given)
    short = given.filter { $0.count < 4 }.map { Array($0.utf8) }
  }

  /// One that knows more.
  package func adding(_ more: [String]) -> Redactor { Redactor(secrets: secrets + more) }

  /// Any text: notes, failures, commands, URLs.
  package func text(_ text: String) -> String {
    String(decoding: self.text(Array(text.utf8)), as: UTF8.self)
  }

  package func event(_ event: Event) -> Event {
    var event = event
    switch event.kind {
    case .frame(var value):
      guard let payload = scanner.filled(value.frame.payload) else { return event }
      value.frame.payload = payload
      event.kind = .frame(value)
    case .request(let head): event.kind = .request(request(head))
    case .response(let head): event.kind = .response(response(head))
    case .violation(var value):
      value.text = text(value.text)
      event.kind = .violation(value)
    case .failed(var value):
      value.address = text(value.address)
      value.text = text(value.text)
      event.kind = .failed(value)
    case .ended(var value):
      value.text = value.text.map { text($0) }
      event.kind = .ended(value)
    case .note(var value):
      value.text = text(value.text)
      event.kind = .note(value)
    }
    return event
  }

  package func run(_ run: RunInfo) -> RunInfo {
    var run = run
    run.relay = text(run.relay)
    run.command = text(run.command)
    run.suite = run.suite.map { text($0) }
    return run
  }

  package func session(_ session: SessionInfo) -> SessionInfo {
    var session = session
    session.about = text(session.about)
    session.definition = text(session.definition)
    session.messagesText = text(session.messagesText)
    session.dialect = session.dialect.map { text($0) }
    if case .text(let stop) = session.stop { session.stop = .text(text(stop)) }
    if case .skipped(let reason)? = session.outcome { session.outcome = .skipped(reason: text(reason)) }
    if let name = session.audio?.name { session.audio?.name = text(name) }
    return session
  }

  // MARK: Handshakes

  private func request(_ head: RequestHead) -> RequestHead {
    RequestHead(
      method: head.method, target: String(decoding: target(Array(head.target.utf8)), as: UTF8.self), headers: fields(head.headers),
      raw: raw(head.raw))
  }

  private func response(_ head: ResponseHead) -> ResponseHead {
    ResponseHead(
      status: head.status, reason: text(head.reason), headers: fields(head.headers),
      body: RedactionText.queries(scrubbed(head.body)), raw: raw(head.raw))
  }

  private func fields(_ fields: [HeaderField]) -> [HeaderField] {
    var announced = false
    return fields.map { field in
      let value = headerValue(field.name, Array(field.value.utf8), announced: &announced)
      return HeaderField(
        String(decoding: scrubbed(Array(field.name.utf8)), as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
  }

  /// A head's bytes, line by line, by the same rules as the parsed fields.
  private func raw(_ head: [UInt8]) -> [UInt8] {
    let bytes = scrubbed(head)
    var result: [UInt8] = []
    var announced = false
    var name = ""
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { result.append(0x0A) }
      if index == 0 {
        result += target(Array(line))
      } else if let first = line.first, first == 0x20 || first == 0x09 {
        // A folded line goes on with the field before it (RFC 9112 §5.2).
        result +=
          RedactionNames.isSecretHeader(name) ? RedactionHeader.whole(Array(line)) : headerValue(name, Array(line), announced: &announced)
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        name = String(decoding: line[..<colon].filter { $0 > 0x20 }, as: UTF8.self)
        result += line[...colon]
        result += headerValue(name, Array(line[(colon + 1)...]), announced: &announced)
      } else {
        result += line
      }
    }
    return result
  }

  /// Whole secrets first: what the other rules cut off at a comma or an `&` would no longer be found.
  private func headerValue(_ name: String, _ value: [UInt8], announced: inout Bool) -> [UInt8] {
    let value = scrubbed(value)
    if name.lowercased() == "sec-websocket-protocol" { return words(RedactionHeader.subprotocols(value, announced: &announced)) }
    if RedactionNames.isSecretHeader(name) { return words(RedactionHeader.credential(value)) }
    return words(RedactionText.userInfo(RedactionText.queries(value)))
  }

  /// Path and query, or the request line they stand in.
  private func target(_ bytes: [UInt8]) -> [UInt8] {
    let result = RedactionText.userInfo(RedactionText.queries(scrubbed(bytes)))
    guard let question = result.firstIndex(of: UInt8(ascii: "?")) else { return result }
    let end = result[question...].firstIndex(of: 0x20) ?? result.count
    return result[...question] + words(Array(result[(question + 1)..<end])) + result[end...]
  }

  // MARK: Text

  private func text(_ bytes: [UInt8]) -> [UInt8] {
    RedactionText.headers(RedactionText.userInfo(RedactionText.queries(scrubbed(bytes))))
  }

  private func scrubbed(_ bytes: [UInt8]) -> [UInt8] { scanner.replaced(bytes) ?? bytes }

  /// Without the short secrets, where they stand alone.
  private func words(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for secret in short {
      var next: [UInt8] = []
      var index = 0
      while index < result.count {
        let end = index + secret.count
        if result[index...].starts(with: secret), index == 0 || !isWord(result[index - 1]), end == result.count || !isWord(result[end]) {
          next += Self.mark
          index = end
        } else {
          next.append(result[index])
          index += 1
        }
      }
      result = next
    }
    return result
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
