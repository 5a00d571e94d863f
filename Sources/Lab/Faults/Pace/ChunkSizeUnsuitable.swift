internal import Machines
internal import Scenarios
internal import Timeline
internal import Wire

/// The relay cuts the audio anew, in pieces of its own size.
struct ChunkSizeUnsuitable: Fault {
  let name = "chunk-size-unsuitable"
  let rule = "chunk-size-unsuitable"
  let party = Party.relay
  let clientView = ClientView.unseen("chunks are measured where they go out: behind the relay")
  let effect: FaultEffect? = .otherChunks
  let summary = "the relay cuts the audio into chunks of its own size, although its client's are suitable"
  var parameters = FaultParameters(FaultParameter("ms", 5, "ms", 1...5000))

  /// It cuts by the format that is declared.
  func exists(with profile: Profile) -> Bool { profile.container == nil }

  func stage() -> (any FaultStage)? { Stage(milliseconds: parameters.number("ms")) }

  private struct Stage: OutputStage {
    let milliseconds: Int
    var declared = DeclaredFormat()
    var rest: [UInt8] = []

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      declared.read(action)
      if let bytes = action.audioToService {
        rest += bytes
        let size = declared.bytes(milliseconds: milliseconds)
        var pieces: [Action] = []
        var start = 0
        while rest.count - start >= size {
          pieces.append(.send(.dialled, .binary(Array(rest[start..<start + size]))))
          start += size
        }
        rest.removeFirst(start)
        return pieces
      }
      guard action.isCloseStream, !rest.isEmpty else { return [action] }
      defer { rest = [] }
      return [.send(.dialled, .binary(rest)), action]
    }
  }
}
