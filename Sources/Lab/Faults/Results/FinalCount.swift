internal import Machines
internal import Speech
internal import Wire

/// What makes a relay stop that breaks too early: finals with words in them.
enum FinalCount {
  /// How many of them go out to the client.
  static func count(in actions: [Action]) -> Int {
    actions.count { action in
      guard case .send(.accepted, .text(let bytes), _) = action else { return false }
      guard case .results(let results) = try? ServiceMessage(parsing: bytes) else { return false }
      return results.isFinal && !results.transcript.isEmpty
    }
  }
}
