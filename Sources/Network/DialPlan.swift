package import Machines
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

  /// Where results are listened to, reached as the relay is where it is the relay's own host: an address that stands in for that host, and headers
  /// with the relay's credentials, are for no other.
  func results(from source: ResultsSource) -> (source: ResultsSource, options: DialOptions) {
    var (source, options) = (source, options)
    options.compression = nil
    guard let other = try? Endpoint(parsing: source.url), other.host == endpoint.host else {
      options.resolve = nil
      source.headers = []
      return (source, options)
    }
    if other.port != endpoint.port { options.resolve?.port = nil }
    return (source, options)
  }
}
