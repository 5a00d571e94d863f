/// What a peer may send over one connection before it is ended: a flood is a finding, and no reason for our own memory to run out.
///
/// The defaults are far above what relays and services do that work: a message of a mebibyte, twenty pings a second and results as fast as they
/// can be read are nothing strange.
package struct Limits: Sendable, Equatable {
  /// Bytes of the head of an opening handshake.
  package var headBytes = 64 << 10
  /// Bytes of one frame.
  package var frameBytes = 16 << 20
  /// Bytes of one message, in however many frames.
  package var messageBytes = 16 << 20
  /// Frames of one message.
  package var fragments = 10_000
  /// Control frames in a second, for long; ten seconds' worth may come at once.
  package var controlRate = 100
  /// Data frames in a second, for long; ten seconds' worth may come at once.
  package var messageRate = 2000
  /// Frames of one connection.
  package var frames = 1_000_000
  /// Bytes of payload of one connection.
  package var bytes = 256 << 20
  /// Whether the other side may break rules of the protocol: a debugger reads on, and records each. False: the first ends the connection, as an
  /// endpoint must do (RFC 6455 §7.1.7).
  package var takesViolations = true

  package init() {}
}
