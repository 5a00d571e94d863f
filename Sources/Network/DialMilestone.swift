package import Timeline

/// How far a connection has come that is being dialled; each comes once, in this order, where it applies.
package enum DialMilestone: Sendable, Equatable {
  /// TCP is there, to the place itself or to the proxy.
  case connected
  /// The proxy has put it through.
  case tunnelled
  case secured(TLSAgreement)
}
