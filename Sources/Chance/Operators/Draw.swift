internal import Lab
package import Timeline

/// The figures that an operator draws: a time, a measure, a way.
package struct Draw: Sendable, Hashable {
  /// Since the connection's opening; within the audio of every scenario.
  package var at: Nanoseconds
  /// From 0 to below 1.
  package var amount: Double
  package var variant: Int

  init(_ random: inout SplitMix64) {
    at = .milliseconds((500 + 3000 * random.unit()).rounded())
    amount = random.unit()
    variant = Int(random.next() % 60)
  }
}
