internal import Speech
internal import Timeline

/// What an answer that is no 101 says of itself, in the service's own form where it has it.
struct RefusalWords {
  /// The service's own words: `dg-error`, or `err_code` and `err_msg` of the body. Empty where it has none.
  let words: String
  let requestID: String?
  /// It bears what only the service writes: nobody else's answer has a `dg-error`, a `dg-request-id` or an `err_code`.
  let isTheServices: Bool

  init(_ head: ResponseHead) {
    let body = try? JSONValue(parsing: head.body)
    let told = head.headers["dg-error"]
    let parts = [body?["err_code"]?.string, told ?? body?["err_msg"]?.string]
    words = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
    requestID = head.headers["dg-request-id"] ?? body?["request_id"]?.string
    isTheServices = told != nil || head.headers["dg-request-id"] != nil || body?["err_code"] != nil
  }
}
