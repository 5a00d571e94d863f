import Speech
import Wire

extension FuzzTarget {
  /// Server-sent events: however they are cut, the same come out, and none is longer than the limit.
  static let serverSentEvents = FuzzTarget(
    "server-sent-events",
    texts: ["data: {\"type\":\"final\"}\n\n", ": hello\r\nevent: x\r\ndata: a\r\ndata: b\r\n\r\n", "data\rdata\r\rid: 7\n\n"],
    words: ["data:", "data: ", "event:", "retry:", "\n\n", "\r\n", "\r", ":"]
  ) { bytes in
    var whole = ServerSentEvents(limit: 1000)
    let events = whole.take(bytes)
    var cut = ServerSentEvents(limit: 1000)
    let pieces = bytes.flatMap { cut.take([$0]) }
    if events != pieces { return "cut byte by byte \(pieces.count) events come out, whole \(events.count)" }
    return events.contains { $0.count > 1000 } ? "an event is longer than the limit" : nil
  }

  /// Answers to the same question: what comes a second time says nothing new.
  static let polledAnswers = FuzzTarget(
    "polled-answers", texts: ["[]", #"[{"a":1},"two"]"#, #"{"call":"7","results":[1,2]}"#, "text"],
    words: ["[", "]", "{", "}", ",", "\"a\":"]
  ) { bytes in
    var polled = PolledAnswers()
    let first = polled.take(bytes)
    if bytes.isEmpty != first.isEmpty, bytes.isEmpty { return "an empty answer says something" }
    return polled.take(bytes).isEmpty ? nil : "the same answer says something new"
  }
}
