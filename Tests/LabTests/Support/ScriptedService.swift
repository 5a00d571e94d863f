import Lab
import Machines
import Speech
import Timeline
import Wire

/// A service that hears nothing: an interim for each second of audio, a final for each third, the usual end.
struct ScriptedService: Machine {
  var bytesPerSecond = 88_200
  private var received = 0
  private var told = 0
  private var closed = false
  private var lastSeen: Nanoseconds = 0

  init(bytesPerSecond: Int = 88_200) { self.bytesPerSecond = bytesPerSecond }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .requested:
      lastSeen = now
      return [.accept(subprotocol: nil, headers: [HeaderField("dg-request-id", "r-1")]), .wake("idle", at: now + .seconds(10))]
    case .received(_, let message):
      guard !closed else {
        if case .close = message { return [.end(.accepted, .finished)] }
        return []
      }
      lastSeen = now
      return take(message)
    case .fired:
      guard !closed else { return [] }
      guard now - lastSeen >= .seconds(10) else { return [.wake("idle", at: lastSeen + .seconds(10))] }
      closed = true
      return [metadata(), .send(.accepted, .close(1011, "Timeout. See https://dpgr.am/net0001"))]
    case .ended: return [.finish]
    default: return []
    }
  }

  private mutating func take(_ message: Message) -> [Action] {
    switch message {
    case .binary(let bytes):
      received += bytes.count
      var actions: [Action] = []
      while told < received / bytesPerSecond {
        told += 1
        actions.append(result(isFinal: told.isMultiple(of: 3)))
      }
      return actions
    case .text(let text):
      switch ClientMessage(parsing: text) {
      case .closeStream:
        closed = true
        return [result(isFinal: true), metadata(), .send(.accepted, .close(1000))]
      case .keepAlive: return []
      case .finalize: return [result(isFinal: true)]
      case .other, nil:
        closed = true
        return [.send(.accepted, .close(1008, "unknown message"))]
      }
    case .close(let code, _):
      closed = true
      return [.send(.accepted, .close(code: code, reason: [])), .end(.accepted, .finished)]
    case .ping(let payload): return [.send(.accepted, .pong(payload))]
    case .pong: return []
    }
  }

  private func result(isFinal: Bool) -> Action { .send(.accepted, .text(Self.result("word \(told)", isFinal: isFinal))) }

  private func metadata() -> Action {
    .send(.accepted, .text(#"{"type":"Metadata","duration":\#(Double(received) / Double(bytesPerSecond)),"channels":1,"sha256":"x"}"#))
  }

  static func result(_ text: String, isFinal: Bool) -> String {
    #"{"type":"Results","channel_index":[0,1],"duration":1,"start":0,"is_final":\#(isFinal),"speech_final":\#(isFinal),"#
      + #""channel":{"alternatives":[{"transcript":"\#(text)","confidence":0.9,"words":[]}]}}"#
  }
}
