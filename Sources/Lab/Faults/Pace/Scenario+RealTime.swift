internal import Scenarios

extension Scenario {
  /// Changes how audio is sent wherever it is sent at real time: a scenario with a rhythm of its own keeps that.
  mutating func adjustRealTime(_ change: (inout Streaming) -> Void) {
    steps = steps.map { step in
      guard case .stream(var streaming) = step, streaming.rhythm == .pace(1) else { return step }
      change(&streaming)
      return .stream(streaming)
    }
  }
}
