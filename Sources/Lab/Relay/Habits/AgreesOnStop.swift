package import Scenarios
package import Timeline

/// The relay and its clients have agreed on another stop than the usual text.
package struct AgreesOnStop: RelayHabit {
  package let name: String
  let signal: StopSignal

  package init(_ signal: StopSignal) {
    self.signal = signal
    name =
      switch signal {
      case .text: "stop-text"
      case .emptyBinary: "stop-empty"
      case .close: "stop-close"
      }
  }

  package func adjust(_ profile: inout Profile) { profile.stop = signal }
}
