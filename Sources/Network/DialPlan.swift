package import Lab
package import Timeline

/// Where the dialled leg of a machine goes, and who records it.
package struct DialPlan: Sendable {
  package var endpoint: Endpoint
  package var options: DialOptions
  /// Nil where the connection is not recorded.
  package var observation: Observation?
  /// Where each further connection of the same machine is recorded; nil: as the first.
  package var another: (@Sendable () -> Observation?)?
  /// Told how far the connection has come, on its loop.
  package var onMilestone: (@Sendable (DialMilestone, Nanoseconds) -> Void)?

  package init(
    endpoint: Endpoint, options: DialOptions = DialOptions(), observation: Observation?, another: (@Sendable () -> Observation?)? = nil,
    onMilestone: (@Sendable (DialMilestone, Nanoseconds) -> Void)? = nil
  ) {
    self.endpoint = endpoint
    self.options = options
    self.observation = observation
    self.another = another
    self.onMilestone = onMilestone
  }
}
