package import Network
package import Scenarios
package import Timeline

/// What a probe tries: a place, as a client with this profile meets it.
package struct ProbePlan: Sendable {
  package var profile: Profile
  package var endpoint: Endpoint
  package var options: DialOptions
  /// Where the clip is sent whole, once the handshake shows that it makes sense; nil: nowhere.
  package var oneShot: OneShotTarget?
  /// For each station of the way: the lookup, TCP, TLS, the answer to the opening request.
  package var patience: Nanoseconds

  package init(
    profile: Profile, endpoint: Endpoint, options: DialOptions = DialOptions(), oneShot: OneShotTarget? = nil,
    patience: Nanoseconds = .seconds(10)
  ) {
    self.profile = profile
    self.endpoint = endpoint
    self.options = options
    self.oneShot = oneShot
    self.patience = patience
    self.options.connectTimeout = patience
    self.options.handshakeTimeout = patience
  }

  /// One spoken sentence live, and the same sent whole.
  func sessions() throws(ConfigurationError) -> [PlannedSession] {
    try RunPlan(profile: profile, scenarios: ["baseline", "one-shot"].compactMap(BuiltIns.scenario)).sessions()
  }
}
