package import Speech
package import Timeline

/// A message of the service's that is no result: Metadata, SpeechStarted, UtteranceEnd.
package struct Remark: Sendable, Hashable {
  /// `Metadata`, or the name of the event as it was written.
  package var name: String
  /// Of Metadata.
  package var facts: MetadataFacts?
  /// Of an event: seconds on the audio clock, its `timestamp` or `last_word_end`.
  package var time: Double?
  package var isText: Bool

  /// Its name in small letters and nothing else: relays write it in their own way.
  var kind: String { name.lowercased().filter(\.isLetter) }

  /// What a copy of it says otherwise; nil: nothing. What the copy leaves out is no difference.
  func difference(in copy: Remark) -> String? {
    func differ<Value: Equatable>(_ a: Value?, _ b: Value?) -> Bool { if let a, let b { a != b } else { false } }
    if let time, let other = copy.time, abs(time - other) > 0.02 { return "time" }
    guard let facts, let other = copy.facts else { return nil }
    if let a = facts.duration, let b = other.duration, abs(a - b) > 0.02 { return "duration" }
    if differ(facts.channels, other.channels) { return "channels" }
    if differ(facts.sha256, other.sha256) { return "sha256" }
    return differ(facts.requestID, other.requestID) ? "request_id" : nil
  }
}

extension HopFacts {
  /// In the order in which they came.
  package var remarks: Series<Located<Remark>> {
    Series(
      zip(messages, payloads).compactMap { message, bytes in
        let isText = message.value.isText
        switch message.value.kind {
        case .metadata(let facts):
          return Located(Remark(name: Metadata.type, facts: facts, isText: isText), event: message.event, at: message.at)
        case .speechEvent:
          let remark = Remark(name: message.value.label ?? "speech event", time: Self.time(bytes), isText: isText)
          return Located(remark, event: message.event, at: message.at)
        case .result, .error, .ready, .unreadable: return nil
        }
      })
  }

  /// Where it stands in the message itself, or in an object within it.
  private static func time(_ bytes: [UInt8]) -> Double? {
    guard let value = try? JSONValue(parsing: bytes) else { return nil }
    func time(_ value: JSONValue) -> Double? { value["timestamp"]?.number ?? value["last_word_end"]?.number }
    return time(value) ?? value.object?.lazy.compactMap { time($0.value) }.first
  }
}
