package import Wire

/// What one event brings its connection, once frames are put together.
package enum Joined: Sendable, Equatable {
  /// A whole text or binary message.
  case data(JoinedMessage)
  case ping([UInt8], by: Party)
  case pong([UInt8], by: Party)
  /// A Close frame; `code` is nil where it carried none.
  case close(code: UInt16?, reason: [UInt8], by: Party)
  /// A frame of a message that goes on in another.
  case part
  /// A frame that is part of no message: a continuation alone, an opcode that means nothing, what was cut off or came behind a Close frame.
  ///
  /// `events` has its own number, behind those of the frames that it should have completed.
  case stray(Frame, events: [Int64])
  case request(RequestHead)
  case response(ResponseHead)
  case failed(ConnectionFailure)
  /// A rule that was broken; `frame` is the last of that party's before it.
  case violation(ViolationEvent, frame: LastFrame?)
  case ended(ConnectionEnd)
  case note(Note)

  /// The frame of a party's that is nearest.
  package struct LastFrame: Sendable, Equatable {
    package var event: Int64
    package var sender: Party
    package var header: HeaderBytes
  }
}
