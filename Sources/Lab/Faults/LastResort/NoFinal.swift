internal import Machines
internal import Speech
internal import Timeline

/// A service that never makes up its mind.
struct NoFinal: Fault {
  let name = "no-final:service"
  let rule = "no-final"
  let party = Party.service
  let clientView = ClientView.shared("last resort: the symptom stands, no cause was found")
  let summary = "the service sends interims, Metadata and its Close, and no final"

  func stage() -> (any FaultStage)? { ActionMap { $0.results(on: .accepted)?.isFinal == true ? [] : [$0] } }
}
