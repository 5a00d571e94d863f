internal import Dialects
internal import Speech
internal import Timeline
internal import Wire

/// The dialect that a client speaks, by what it asks for and by the first messages of both.
enum ObservedDialect {
  private static let looked = 6

  static func guess(_ events: EventsBySession.Own) -> Dialect? {
    var seen = 0
    for event in events where event.hop == .client {
      if case .request(let head) = event.kind, head.target.contains("EIO=4") { return .socketIO }
      guard case .frame(let frame) = event.kind, frame.frame.opcode == .text, let value = try? JSONValue(parsing: frame.frame.payload)
      else {
        continue
      }
      if frame.sender == .client, let dialect = byClient(value) { return dialect }
      if frame.sender != .client,
        let dialect = DialectCatalogue.all.first(where: { $0.givenAwayBy?.holds(for: frame.frame.payload) == true })
      {
        return dialect
      }
      seen += 1
      if seen == looked { break }
    }
    return nil
  }

  private static func byClient(_ message: JSONValue) -> Dialect? {
    if ["connected", "start", "media"].contains(message["event"]?.string), message["streamSid"] != nil || message["protocol"] != nil {
      return .twilio
    }
    if message["type"]?.string?.hasPrefix("input_audio_buffer.") == true { return .openAIRealtime }
    if message["config"]?["sample_rate"] != nil { return .vosk }
    return nil
  }
}
