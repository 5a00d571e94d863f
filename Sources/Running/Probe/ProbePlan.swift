package import Audio
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
  /// Speech to play in place of the built-in; nil: the built-in.
  package var clip: SpokenClip?
  /// The longest to wait for the end of the live session; nil: as its scenario says.
  package var farewell: Nanoseconds?

  package init(
    profile: Profile, endpoint: Endpoint, options: DialOptions = DialOptions(), oneShot: OneShotTarget? = nil,
    patience: Nanoseconds = .seconds(10), clip: SpokenClip? = nil
  ) {
    self.clip = clip
    self.profile = profile
    self.endpoint = endpoint
    self.options = options
    self.oneShot = oneShot
    self.patience = patience
    self.options.connectTimeout = patience
    self.options.handshakeTimeout = patience
  }

  /// Flux, the service's other protocol: it greets at once, and tells of turns in place of results.
  package static func isFlux(_ place: Endpoint) -> Bool { place.target.prefix { $0 != "?" } == "/v2/listen" }

  package var isFlux: Bool { Self.isFlux(endpoint) }

  /// One spoken sentence live, and the same sent whole, which Flux does not take.
  func sessions() throws(ConfigurationError) -> [PlannedSession] {
    let scenarios = isFlux ? [Self.flux] : ["baseline", "one-shot"].compactMap(BuiltIns.scenario)
    let sessions = try RunPlan(profile: profile, scenarios: scenarios, clips: clip.map { [$0] } ?? []).sessions()
    return sessions.map { session in farewell.flatMap(session.hurried) ?? session }
  }

  private static let flux = Scenario(
    name: "flux", about: "Waits for the greeting, then one spoken sentence at real time and CloseStream.",
    steps: [
      .connect, .await(.message, within: .seconds(5)), .stream(Streaming(rhythm: .pace(1))), .stop, .await(.closed, within: .seconds(12)),
    ])
}
