internal import Speech
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
    let body = try? JSONValue(parsing: response.value.body)
    let parts = [body?["err_code"]?.string, response.value.headers["dg-error"] ?? body?["err_msg"]?.string]
    words = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
    requestID = response.value.headers["dg-request-id"] ?? body?["request_id"]?.string
  }

  var text: String { words.isEmpty ? "\(status)" : "\(status) \(words)" }

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
