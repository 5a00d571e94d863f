internal import Audio

extension ListenParameters {
  /// The service's answer to a request that it does not take: an HTTP status, a `dg-error` header and a JSON body.
  package struct Refusal: Error, Sendable, Hashable {
    package var status: Int
    /// `err_code` of the body.
    package var errCode: String
    /// `err_msg` of the body, and the text of the `dg-error` header: printable ASCII, safe in a header.
    package var message: String

    package init(status: Int, errCode: String, message: String) {
      self.status = status
      self.errCode = errCode
      self.message = message
    }

    /// The value of the `dg-error` header.
    package var dgError: String { message }

    /// The JSON body.
    package func body(requestID: String) -> [UInt8] {
      let body: JSONValue = ["err_code": .string(errCode), "err_msg": .string(message), "request_id": .string(requestID)]
      return Array(body.serialized().utf8)
    }

    /// No credentials, or ones that are not accepted.
    package static let unauthorized = Refusal(status: 401, errCode: "INVALID_AUTH", message: "Invalid credentials.")
    /// The project has no money left.
    package static let paymentRequired = Refusal(
      status: 402, errCode: "ASR_PAYMENT_REQUIRED",
      message: "Project does not have enough credits for an ASR request and does not have an overage agreement.")
    /// The key may not use the model.
    package static let forbidden = Refusal(
      status: 403, errCode: "INSUFFICIENT_PERMISSIONS", message: "Project does not have access to the requested model.")
    package static let notFound = Refusal(status: 404, errCode: "NOT_FOUND", message: "Not found.")
    package static let notAllowed = Refusal(status: 405, errCode: "METHOD_NOT_ALLOWED", message: "Method not allowed.")
    /// More sessions at once than the plan allows.
    package static let tooMany = Refusal(
      status: 429, errCode: "TOO_MANY_REQUESTS", message: "Too many requests. Please try again later.")
  }

  /// Parameters that are `true` or `false` and nothing else.
  package static let booleans: Set<String> = [
    "interim_results", "vad_events", "punctuate", "smart_format", "multichannel", "diarize", "numerals",
    "profanity_filter", "filler_words", "dictation", "mip_opt_out",
  ]

  /// What the service would answer instead of accepting; nil where it accepts. Repeated names are each looked at.
  package var refusal: Refusal? {
    for (name, value) in all {
      if let refusal = Self.refusal(of: name, value) { return refusal }
    }
    if let encoding, AudioEncoding(encoding)?.tellsItsRate != true, sampleRate == nil {
      return Self.bad("Missing 'sample_rate' for 'encoding' value of '\(Self.headerSafe(encoding))'.")
    }
    if let utteranceEndMs, !interimResults {
      return Self.bad("Invalid 'utterance_end_ms' value of '\(utteranceEndMs)': it needs 'interim_results=true'.")
    }
    return nil
  }

  private static func refusal(of name: String, _ value: String) -> Refusal? {
    let acceptable =
      switch name {
      case "encoding": AudioEncoding(value) != nil
      case "sample_rate", "channels": (integer(value) ?? 0) >= 1
      case "endpointing": value == "true" || value == "false" || integer(value) != nil
      case "utterance_end_ms": (integer(value) ?? 0) >= 1000
      default: !booleans.contains(name) || value == "true" || value == "false"
      }
    return acceptable ? nil : bad("Invalid '\(name)' value of '\(headerSafe(value))'.")
  }

  /// A refusal of the query. Its sentence was seen on the wire for `utterance_end_ms`, and with this code the body has the
  /// length that was seen with it; for the other parameters both are inferred from that one.
  private static func bad(_ message: String) -> Refusal {
    Refusal(status: 400, errCode: "INVALID_QUERY_PARAMETER", message: message)
  }

  /// A value as a header may carry it: printable ASCII, at most 64 characters.
  private static func headerSafe(_ value: String) -> String {
    let safe = value.unicodeScalars.prefix(64).map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" }
    return String(safe) + (value.unicodeScalars.count > 64 ? "..." : "")
  }
}
