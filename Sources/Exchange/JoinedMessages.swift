internal import Timeline
internal import Wire

/// The frames of one connection as whole messages, in the order in which they were complete.
struct JoinedMessages {
  struct Joined {
    var sender: Party
    var message: Message
    var at: Nanoseconds
  }

  private var assemblers: [Party: MessageAssembler] = [:]

  /// The message that a frame completes.
  mutating func take(_ frame: FrameEvent, at time: Nanoseconds) -> Joined? {
    assemblers[frame.sender, default: MessageAssembler()].take(frame.frame).message.map {
      Joined(sender: frame.sender, message: $0, at: time)
    }
  }
}
