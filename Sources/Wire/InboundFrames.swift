/// Reads what one side of an open connection sends: bytes in, then frame after frame, each as it was on the wire, what was in it, and what is wrong
/// with it.
///
/// In two steps, so that a limit can stop the reading before anything is inflated: `next` gives a frame as it came, `take` opens it.
package struct InboundFrames: Sendable {
  /// A frame, opened.
  package struct Opened: Sendable {
    /// As it is recorded: with what was in it before it was compressed.
    package var frame: Frame
    /// What is wrong with its compression, with its place among the others, and with the message that it completes or begins.
    package var violations: [Violation]
    /// The message that it completes, if it does.
    package var message: Message?
    /// Its message inflates to more than the limit.
    package var isAboveLimit: Bool
  }

  private var decoder: FrameDecoder
  private var inflater: MessageInflater?
  private var assembler: MessageAssembler

  /// - Parameters:
  ///   - sender: Whose frames they are.
  ///   - compression: What was agreed on about permessage-deflate; nil: nothing.
  ///   - maximumFrame: Bytes kept of one frame.
  ///   - maximumMessage: Bytes kept of one message.
  package init(of sender: Role, compression: DeflateAgreement? = nil, maximumFrame: Int, maximumMessage: Int) {
    decoder = FrameDecoder(
      role: sender == .client ? .server : .client, maximumPayload: maximumFrame, isCompressing: compression != nil)
    inflater = compression.map { MessageInflater(of: sender, $0, limit: maximumMessage) }
    assembler = MessageAssembler(maximumPayload: maximumMessage)
  }

  /// Whether what is compressed can't be read any more, because it rests on something that could not.
  package var isUnreadable: Bool { inflater?.isBroken == true }

  package mutating func feed(_ bytes: [UInt8]) { decoder.feed(bytes) }
  package mutating func feed(_ bytes: UnsafeRawBufferPointer) { decoder.feed(bytes) }

  /// The next whole frame as it came, with what is wrong with it alone; nil until more bytes come.
  package mutating func next() -> (frame: Frame, violations: [Violation])? { decoder.next() }

  /// Opens the frame that `next` gave last.
  package mutating func take(_ wire: Frame) -> Opened {
    guard let output = inflater?.take(wire) else {
      let (message, violations) = assembler.take(wire)
      return Opened(frame: wire, violations: violations, message: message, isAboveLimit: false)
    }
    var told = output.frame
    if output.isOpaque {
      // Nobody can say what is in it: the message lacks a part.
      told.payload = []
      told.length = max(1, told.length)
    }
    let (message, violations) = assembler.take(told)
    return Opened(
      frame: output.frame, violations: (output.violation.map { [$0] } ?? []) + violations, message: message,
      isAboveLimit: output.isAboveLimit)
  }

  /// Says that the stream has ended: see `FrameDecoder.finish`.
  package mutating func finish() -> (frame: Frame, violations: [Violation])? { decoder.finish() }
}
