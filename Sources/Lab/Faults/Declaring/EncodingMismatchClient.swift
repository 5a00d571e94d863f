internal import Audio
internal import Machines
internal import Scenarios
internal import Timeline
internal import Wire

/// A client on a platform, or in a language, that writes the higher byte first.
struct EncodingMismatchClient: Fault {
  let name = "encoding-mismatch:client"
  let rule = "encoding-mismatch"
  let party = Party.client
  let effect: FaultEffect? = .misdeclared
  let summary = "the client sends its 16-bit samples with the higher byte first"

  func exists(with profile: Profile) -> Bool { profile.container == nil && profile.audio.encoding == .linear16 }

  func stage() -> (any FaultStage)? {
    ActionMap { action in
      guard case .send(.dialled, .binary(let bytes), let scheduled) = action, !bytes.isEmpty else { return [action] }
      // A RIFF header keeps its order: it is written by another hand.
      let header = bytes.starts(with: Array("RIFF".utf8)) ? min(44, bytes.count) : 0
      return [.send(.dialled, .binary(Array(bytes[..<header]) + AudioEdit.swapped(Array(bytes[header...]))), scheduled: scheduled)]
    }
  }
}
