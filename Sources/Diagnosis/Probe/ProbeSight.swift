package import Timeline

/// What a probe saw of a place: the only input of its judgement.
package struct ProbeSight: Sendable {
  /// The URL without its query.
  package var place: String
  /// Who is there: the service or a relay.
  package var party: Party
  /// Its host is one of the vendor's: that it exists is certain.
  package var isKnownHost: Bool
  /// It is asked for in Flux (`/v2/listen`): another protocol, of which no session is played.
  package var isFlux: Bool
  /// TLS is asked for.
  package var isSecure: Bool
  /// The client showed something for itself: a key, a token.
  package var hasKey: Bool
  /// There is a place to send a recording whole.
  package var hasOneShot: Bool
  /// The proxy that this machine's environment names for the place, host and port; the probe goes by the profile's alone.
  package var environmentProxy: String?
  package var way: ProbedWay
  /// The live session, and the recording sent whole where it was tried.
  package var recording: Recording

  package init(
    place: String, party: Party, isKnownHost: Bool = false, isFlux: Bool = false, isSecure: Bool, hasKey: Bool, hasOneShot: Bool,
    environmentProxy: String? = nil, way: ProbedWay,
    recording: Recording
  ) {
    self.place = place
    self.party = party
    self.isKnownHost = isKnownHost
    self.isFlux = isFlux
    self.isSecure = isSecure
    self.hasKey = hasKey
    self.hasOneShot = hasOneShot
    self.environmentProxy = environmentProxy
    self.way = way
    self.recording = recording
  }
}
