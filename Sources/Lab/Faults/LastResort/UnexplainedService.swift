internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// A service whose books do not balance: its Metadata counts half of the audio that it got and answered.
struct UnexplainedService: Fault {
  let name = "unexplained:service"
  let rule = "unexplained"
  let party = Party.service
  let clientView = ClientView.shared("a duration that is short by half looks like another sample rate")
  let summary = "the service's Metadata counts half of the audio that reached it"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.accepted, .text(let bytes), let due) = action, case .metadata(var metadata) = try? ServiceMessage(parsing: bytes)
      else {
        return [action]
      }
      metadata.duration /= 2
      return [.send(.accepted, .text(ServiceMessage.metadata(metadata).encoded()), scheduled: due)]
    }
  }
}
