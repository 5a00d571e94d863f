/// What went wrong on a connection that began with TLS, before any request.
package enum TLSTrouble: Sendable, Equatable {
  /// The port speaks plain HTTP only.
  case notSpoken
  /// The handshake was not completed; why, in words.
  case brokenOff(String)
}
