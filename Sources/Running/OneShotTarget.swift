package import Network

/// Where the profile's `one_shot` leads, and how to get there.
package struct OneShotTarget: Sendable {
  package var endpoint: Endpoint
  package var options: DialOptions

  package init(endpoint: Endpoint, options: DialOptions) {
    self.endpoint = endpoint
    self.options = options
  }
}
