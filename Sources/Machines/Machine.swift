package import Timeline

/// A party of the lab as a state machine: what happened and the time go in, what to do comes out.
///
/// No clock, socket, file or random source inside. One machine lives as long as one session: the scripted client has
/// one connection (`.dialled`), the simulated service one (`.accepted`), the relay both.
package protocol Machine: Sendable {
  /// - Parameters:
  ///   - occurrence: What happened.
  ///   - now: The time of it, in nanoseconds since the run began; never goes back.
  /// - Returns: What the driver must do, in this order.
  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action]
}
