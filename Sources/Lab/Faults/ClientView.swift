/// What ROOT-CAUSES says that a client alone can tell of a fault.
package enum ClientView: Sendable, Equatable {
  /// Its row gives the client hop a sign that no other row has.
  case told
  /// The client sees that something is wrong, and another row looks the same from there.
  case shared(String)
  /// Nothing of it is to be seen from there.
  case unseen(String)

  /// Of what shows where the service is made to fail: that is done, and judged, only where it is played here.
  static let outage = ClientView.unseen("the service is made to fail only where it is played, and there its hop is seen")
}
