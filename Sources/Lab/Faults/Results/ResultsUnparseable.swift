internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// `await client.send_text(str(message))`: a dictionary as Python prints it is not JSON.
struct ResultsUnparseable: Fault {
  let name = "results-unparseable"
  let rule = "results-unparseable"
  let party = Party.relay
  let summary = "the relay sends its messages as Python prints a dictionary"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .text(let bytes), _) = action, let value = try? JSONValue(parsing: bytes) else { return [action] }
      return [.send(.accepted, .text(PrintedDictionary.text(value)))]
    }
  }
}
