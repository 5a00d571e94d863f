/// Who we are on a connection: it settles who must mask (RFC 6455 §5.1).
package enum Role: Sendable, Hashable, CaseIterable {
  /// We dialled: our frames are masked, the peer's are not.
  case client
  /// We accepted: the peer's frames are masked, ours are not.
  case server
}
