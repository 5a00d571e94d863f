internal import Speech
internal import Timeline

/// Why the service could not be had, in the words that go to the client as the reason of a 1011.
///
/// Browsers cannot read a refused handshake, and the client never sees the service's: this is the only place where the
/// true reason can appear.
enum ServiceRefusal {
  /// `service refused: 401 INVALID_AUTH dg-error: Invalid credentials. request_id: …`; the middle gives way where it is too long.
  static func reason(_ head: ResponseHead) -> String {
    let body = try? JSONValue(parsing: head.body)
    var first = "service refused: \(head.status)"
    if let code = body?["err_code"]?.string { first += " \(code)" }
    var last = ""
    if let id = head.headers["dg-request-id"] ?? body?["request_id"]?.string { last = " request_id: \(id)" }
    guard let error = head.headers["dg-error"] ?? body?["err_msg"]?.string else { return first + last }
    let room = CloseReason.limit - first.utf8.count - last.utf8.count - " dg-error: ".utf8.count
    guard room > 8 else { return first + " dg-error: \(error)" + last }
    return first + " dg-error: " + String(decoding: CloseReason.fitting(error, limit: room), as: UTF8.self) + last
  }

  static func reason(_ failure: ConnectionFailure) -> String {
    "service unreachable: \(failure.code) at \(failure.stage.rawValue): \(failure.text)"
  }
}
