package import Wire

/// A text or binary message with the frames in which it came.
package struct JoinedMessage: Sendable, Equatable {
  package let sender: Party
  /// From whom opened the connection: towards the service.
  package let isUpstream: Bool
  /// False: it is binary.
  package let isText: Bool
  package let bytes: [UInt8]
  /// When its last frame came.
  package let at: Nanoseconds
  /// When its last frame was due, where it was paced.
  package let scheduled: Nanoseconds?
  /// The event of its last frame.
  package let event: Int64
  /// Those of the frames before it, in order; empty for nearly all, so that a message has no array of its own.
  package let earlier: [Int64]

  /// The event that names it: that of its first frame.
  package var first: Int64 { earlier.first ?? event }
  package var events: [Int64] { earlier + [event] }
  package var isFragmented: Bool { !earlier.isEmpty }
  package var message: Message { isText ? .text(bytes) : .binary(bytes) }
}
