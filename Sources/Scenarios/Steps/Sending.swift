/// What a `send` step sends: anything at all, legal or not.
package enum Sending: Sendable, Equatable {
  /// A text message; JSON is one.
  case text(String)
  /// A binary message; without bytes it is the service's old end of stream.
  case binary([UInt8])
  /// A binary message of so many zero bytes.
  case zeros(Int)
  /// Bytes for the socket as they are: a frame, broken or not, that nobody checks, masks or counts.
  case raw([UInt8])
}
