internal import Scenarios
internal import Timeline

/// A client that sends what its sound card gives, however little that is.
struct ChunkSizeUnsuitableClient: Fault {
  let name = "chunk-size-unsuitable:client"
  let rule = "chunk-size-unsuitable"
  let party = Party.client
  let effect: FaultEffect? = .otherChunks
  let summary = "the client sends chunks that are far too short, or too long"
  var parameters = FaultParameters(FaultParameter("ms", 5, "ms", 1...5000))

  func adjust(_ scenario: inout Scenario) {
    scenario.adjustRealTime { streaming in
      streaming.chunkSamples = nil
      streaming.chunkLength = .duration(parameters.time())
    }
  }
}
