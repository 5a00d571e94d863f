internal import Timeline

/// The service's refusal on the service hop.
struct ServiceRefusalSeen {
  let event: Int64
  let at: Nanoseconds
  let status: Int
  /// The service's own words: `dg-error`, or `err_code` and `err_msg` of the body.
  let words: String
  let requestID: String?

  init?(_ service: HopFacts) {
    guard let response = service.response, response.value.status != 101 else { return nil }
    event = response.event
    at = response.at
    status = response.value.status
    let told = RefusalWords(response.value)
    words = told.words
    requestID = told.requestID
  }

  var text: String { words.isEmpty ? "\(status)" : "\(status) \(words)" }

  /// True where the client was there to be told: let in, or still waiting for that.
  func isHeard(by session: SessionFacts) -> Bool {
    guard session.clientLeft.map({ $0 > at }) ?? true else { return false }
    return session.client.response != nil || session.client.end != nil || session.lastEventAt > at + session.grace
  }

  /// The event on the client hop that passes the refusal on: its status or its words in a close, a refused handshake or a message.
  func shown(on client: HopFacts) -> Int64? {
    func tells(_ text: String) -> Bool {
      if text.contains("\(status)") { return true }
      if let requestID, !requestID.isEmpty, text.contains(requestID) { return true }
      return words.split(separator: ":").contains { part in
        let word = part.drop { $0 == " " }
        return word.count >= 6 && text.lowercased().contains(word.lowercased())
      }
    }
    if let response = client.response, response.value.status != 101 {
      let text = String(decoding: response.value.raw, as: UTF8.self) + String(decoding: response.value.body, as: UTF8.self)
      if tells(text) { return response.event }
    }
    if let close = client.close(by: .relay), tells(close.value.reason) { return close.event }
    return client.quotes.first { tells(String(decoding: $0.value, as: UTF8.self)) }?.event
  }
}

/// What of a refused request the service did not take, where its words say so.
struct RefusedPart: Equatable {
  /// The relay where it asked so of its own; the client where the relay passed its wish on.
  let party: Party
  /// `the path /v2/listen`, `encoding=pcm16`.
  let text: String
  /// It is no part of the URL: there was nothing to tell who asks.
  private(set) var isKey = false

  /// - Parameters:
  ///   - words: The service's own.
  ///   - service: The relay's request; nil where it can't be seen.
  ///   - origin: A file of others may leave out what is secret: there nothing is told by its absence.
  init?(status: Int, words: String, service: HopFacts?, client: HopFacts, _ origin: RunInfo.Origin) {
    switch status {
    case 401, 403:
      guard origin != .imported, let service, Self.hasNoKey(service) else { return nil }
      party = .relay
      text = "a request without an API key"
      isKey = true
    case 404:
      // A model that is not there is answered with 404 too.
      guard !words.lowercased().contains("model"), let target = service?.request?.value.target else { return nil }
      party = .relay
      text = "the path \(target.prefix { $0 != "?" })"
    case 400:
      guard let (name, value) = Self.parameter(words, service) else { return nil }
      let lacks = Self.partner(words, service ?? client)
      text = (value.map { "\(name)=\($0)" } ?? "no \(name)") + (lacks.map { " without \($0)" } ?? "")
      // Who passes a wish on sees to what belongs to it.
      party = value != nil && client.parameter(name) == value && lacks == nil ? .client : .relay
    default: return nil
    }
  }

  /// Whether nothing in a request says who asks: no `Authorization`, no subprotocol, and nothing in the query that may be a key. A request without
  /// any header was written down by somebody who left them out.
  private static func hasNoKey(_ service: HopFacts) -> Bool {
    guard let headers = service.request?.value.headers, headers["Host"] != nil, headers["Authorization"] == nil,
      headers["Sec-WebSocket-Protocol"] == nil
    else { return false }
    return !service.parameters.contains { RedactionNames.isSecretQuery($0.name) }
  }

  private static func quoted(_ words: String) -> [Substring] {
    words.split(separator: "'", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }

  /// Another parameter that the words ask for, as `interim_results=true`, and the request does not have.
  private static func partner(_ words: String, _ request: HopFacts) -> String? {
    quoted(words).first { text in
      let parts = text.split(separator: "=", maxSplits: 1)
      return parts.count == 2 && request.parameter(String(parts[0])) != String(parts[1])
    }.map(String.init)
  }

  /// The parameter that the words quote: of those in the query, or one that is missing there. From outside it is what is quoted first.
  private static func parameter(_ words: String, _ service: HopFacts?) -> (name: String, value: String?)? {
    let quoted = quoted(words)
    guard let service else {
      guard words.contains("Invalid '"), quoted.count >= 2 else { return nil }
      return (String(quoted[0]), String(quoted[1]))
    }
    for name in quoted {
      if let value = service.parameters.first(where: { $0.name == name })?.value {
        guard words.contains("'\(value)'") else { continue }
        return (String(name), value)
      }
      if words.lowercased().hasPrefix("missing") || words.lowercased().contains("missing '\(name.lowercased())'") {
        return (String(name), nil)
      }
    }
    return nil
  }
}
