package import Machines

/// What is left of a session whose sockets are gone.
package struct SessionEnd: Sendable {
  /// The machine as it was at the end.
  package var machine: any Machine
  /// It was ended from outside, before it was done.
  package var wasInterrupted: Bool
}
