import Lab
import Machines
import Timeline
import Wire

/// The service's other protocol in small: greets, tells of a turn while it hears audio, ends it on CloseStream.
struct FluxService: Machine {
  /// Nil: it hears nothing.
  var words: String? = "tell the master"
  private var isTurn = false

  init(words: String?) { self.words = words }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    switch occurrence {
    case .requested:
      return [.accept(subprotocol: nil, headers: []), say(#"{"type":"Connected","request_id":"r-1","sequence_id":0}"#)]
    case .received(_, .binary) where !isTurn:
      guard let words else { return [] }
      isTurn = true
      return [say(#"{"type":"TurnInfo","event":"Update","turn_index":0,"sequence_id":1,"transcript":"\#(words.prefix(4))"}"#)]
    case .received(_, .text):
      let end = words.map { [say(#"{"type":"TurnInfo","event":"EndOfTurn","turn_index":0,"sequence_id":2,"transcript":"\#($0)"}"#)] } ?? []
      return end + [.send(.accepted, .close(1000))]
    case .ended: return [.finish]
    default: return []
    }
  }

  private func say(_ text: String) -> Action { .send(.accepted, .text(text)) }
}
