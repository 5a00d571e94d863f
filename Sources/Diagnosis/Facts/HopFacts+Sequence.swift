internal import Speech

/// Numbers that count messages, with one that is not the next after the one before it.
package struct SequenceBreak: Sendable, Equatable {
  package var event: Int64
  package var previous: Int
  package var number: Int
}

extension HopFacts {
  /// Where the `sequence_id` of Flux's messages is not the next one: one is missing, came twice or out of order.
  ///
  /// Empty where no message has such a number.
  package var sequenceBreaks: [SequenceBreak] {
    var breaks: [SequenceBreak] = []
    var last: Int?
    for (message, bytes) in zip(messages, payloads) {
      guard message.value.isJSON, let json = try? JSONValue(parsing: bytes), let number = json["sequence_id"]?.integer else { continue }
      if let last, number != last + 1 { breaks.append(SequenceBreak(event: message.event, previous: last, number: number)) }
      last = number
    }
    return breaks
  }
}
