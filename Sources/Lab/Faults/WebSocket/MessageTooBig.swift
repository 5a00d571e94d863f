internal import Audio
internal import Machines
internal import Scenarios
internal import Timeline
internal import Wire

/// `max_size` of the server's library, left at what it is, or lowered.
struct MessageTooBig: Fault {
  let name = "message-too-big"
  let rule = "message-too-big"
  let party = Party.relay
  let summary = "the relay closes with 1009 on a message above its limit"
  let shownBy = ["huge-chunks"]
  var parameters = FaultParameters(FaultParameter("bytes", 16_384, "bytes", 125...16_777_216))

  /// The largest messages of that scenario are 1.5 s long.
  func exists(with profile: Profile) -> Bool {
    profile.container == nil && profile.audio.bytesPerSecond * 3 / 2 > parameters.number("bytes")
  }

  func stage() -> (any FaultStage)? { Stage(limit: parameters.number("bytes")) }

  private struct Stage: FaultStage {
    let limit: Int

    mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
      guard case .received(.accepted, let message) = occurrence, message.payload.count > limit else {
        return inner.handle(occurrence, at: now)
      }
      // As if the client had closed: the relay's code sees the connection end, and does what it does then.
      return inner.handle(.received(.accepted, .close(1009)), at: now).map { action in
        guard action.isClose(on: .accepted) else { return action }
        return .send(.accepted, .close(1009, "frame exceeds limit of \(limit) bytes"))
      }
    }
  }
}
