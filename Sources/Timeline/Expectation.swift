/// One thing a scenario expects, checked by name in the report.
package struct Expectation: Sendable, Equatable, Codable {
  package enum Subject: String, Sendable, Codable, CaseIterable {
    case messages, results, interims, finals, metadata, close, wer
    /// Seconds from the first audio to the first result …
    case firstResult = "first_result"
    /// … and to the first final.
    case firstFinal = "first_final"
    /// Seconds from the stop (or the last audio, where none was sent) to the last final …
    case lastFinal = "last_final"
    /// … and to the end of the session by the relay.
    case closed
    /// Seconds, a percentile of audio sent minus audio covered by each interim.
    case latency
    /// The kinds of messages, the last of each before the last of the next.
    case order
    /// No message after the relay's Close frame.
    case nothingAfterClose = "nothing_after_close"
  }

  /// What `order` can put in order.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    case interim, final, metadata, closed
  }

  package var subject: Subject
  package var atLeast: Double?
  package var atMost: Double?
  /// Of `latency`: 50, 95, 99, or 100 for the longest.
  package var percentile: Int?
  /// Of `order`.
  package var order: [Kind]?

  package init(
    _ subject: Subject, atLeast: Double? = nil, atMost: Double? = nil, percentile: Int? = nil, order: [Kind]? = nil
  ) {
    self.subject = subject
    self.atLeast = atLeast
    self.atMost = atMost
    self.percentile = percentile
    self.order = order
  }

  /// The check's name in reports: `finals`, `latency p95`.
  package var name: String {
    guard let percentile else { return subject.rawValue }
    return "\(subject.rawValue) \(percentile == 100 ? "max" : "p\(percentile)")"
  }
}
