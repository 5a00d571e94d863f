package import Timeline

/// Answers one plain HTTP request when its body has come.
package struct HTTPExchange: Sendable {
  /// Bytes of body that are taken; a longer one is a `BodyFault`.
  package var bodyLimit: Int
  /// Makes the answer, on a thread of its own: it may take its time.
  package var answer: @Sendable (Result<[UInt8], BodyFault>) -> ResponseHead

  package init(bodyLimit: Int, answer: @escaping @Sendable (Result<[UInt8], BodyFault>) -> ResponseHead) {
    self.bodyLimit = bodyLimit
    self.answer = answer
  }
}

/// Why the body of a request could not be had.
package enum BodyFault: Error, Sendable, Equatable {
  case tooLong(limit: Int)
  case malformed(String)
  /// Nothing more of it came for so many seconds.
  case stalled(seconds: Int)
}
