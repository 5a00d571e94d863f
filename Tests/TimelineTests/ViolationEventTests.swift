import Foundation
import Testing
import Wire

@testable import Timeline

/// A violation's kind is a field; recordings of before have its section and its words alone.
struct ViolationEventTests {
  private static let seen: [(Violation, ViolationEvent.Kind)] = [
    (Violation(.maskedServerFrame), .other), (Violation(.textNotUTF8(offset: 3)), .textNotUTF8),
    (Violation(.textEndsInsideCharacter(offset: 3)), .textNotUTF8), (Violation(.closeReasonNotUTF8(offset: 1)), .other),
    (Violation(.frameCutOff(received: 3, length: nil)), .frameCutOff), (Violation(.frameCutOff(received: 3, length: 200)), .frameCutOff),
    (Violation(.payloadAboveMaximum(length: 10, maximum: 5)), .aboveMaximum), (Violation(.reservedBits(4)), .other),
  ]

  @Test func theKindIsTheSameWithAndWithoutTheField() throws {
    for (violation, kind) in Self.seen {
      let event = ViolationEvent(sender: .relay, violation)
      #expect(event.kind == kind, "\(event.text)")
      #expect(try JSONDecoder().decode(ViolationEvent.self, from: JSONEncoder().encode(event)) == event)
      let old = #"{"sender":"relay","section":"\#(event.section)","text":"\#(event.text)"}"#
      #expect(try JSONDecoder().decode(ViolationEvent.self, from: Data(old.utf8)) == event)
    }
  }
}
