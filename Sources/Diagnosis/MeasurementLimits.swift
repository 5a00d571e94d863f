package import Timeline

/// What a machine must hold so that the times of a run mean something: the diagnosis judges by it, `sttcheck doctor` warns by it.
package enum MeasurementLimits {
  /// How late one send of audio in a hundred may leave; above it no finding rests on times.
  package static let pacing = Nanoseconds.milliseconds(100)
  /// How long the machine may give the program no turn. Below it, what the pacing error says of the sends is enough.
  package static let stall = Nanoseconds.milliseconds(500)
  /// How far the clock on the wall may go from the monotonic one.
  package static let clockStep = Nanoseconds.seconds(1)
}
