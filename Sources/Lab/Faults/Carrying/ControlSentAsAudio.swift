internal import Machines
internal import Timeline
internal import Wire

/// `ws.send(json.dumps(…).encode())`: bytes go out in binary messages, and the service takes them for audio.
struct ControlSentAsAudio: Fault {
  let name = "control-sent-as-audio"
  let rule = "control-sent-as-audio"
  let party = Party.relay
  let clientView = ClientView.shared("no final, no Metadata: as with a CloseStream never sent")
  let summary = "the relay sends CloseStream, KeepAlive and Finalize in binary messages"

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.dialled, .text(let bytes), _) = action else { return [action.patient] }
      return [.send(.dialled, .binary(bytes))]
    }
  }
}
