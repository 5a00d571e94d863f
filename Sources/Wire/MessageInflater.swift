/// Reads one direction of a connection that uses permessage-deflate (RFC 7692 §7): each frame comes out as it was before it was compressed.
package struct MessageInflater: Sendable {
  /// What became of a frame.
  package struct Output: Sendable {
    /// The frame with its payload as it was before, and its header as it came; itself where it is not compressed or can't be read.
    package var frame: Frame
    package var violation: Violation?
    /// True for a part of a compressed message that can't be read: its payload says nothing.
    package var isOpaque = false
    /// The message gives more than the limit: what came of it so far is in the frame.
    package var isAboveLimit = false
  }

  /// What a compressor may look back at.
  private static let windowBytes = 1 << Inflater.largestWindow
  /// Pieces of a message that are given out one by one, and the most bytes of them: what follows comes with the last one, so that a message in
  /// many pieces is not read again for each.
  private static let mostPieces = 64
  private static let mostGiven = 64 << 10

  private let sender: Role
  private let keepsContext: Bool
  private let windowBits: Int
  private let limit: Int
  private var window: [UInt8] = []
  /// The compressed message that is not complete yet; nil too where it can't be read.
  private var begun: (input: [UInt8], given: Int, pieces: Int)?
  private var isOpaque = false
  /// Something could not be read that later messages rest on: they stay as they are.
  private(set) package var isBroken = false

  /// - Parameters:
  ///   - sender: Whose messages they are.
  ///   - agreement: What the two ends agreed on.
  ///   - limit: The most bytes of one message.
  package init(of sender: Role, _ agreement: DeflateAgreement, limit: Int) {
    self.sender = sender
    keepsContext = agreement.keepsContext(sender)
    windowBits = agreement.windowBits(sender)
    self.limit = limit
  }

  package mutating func take(_ frame: Frame) -> Output {
    guard !frame.opcode.isControl else { return Output(frame: frame) }
    if frame.opcode != .continuation {
      begun = frame.rsv & 4 != 0 && !isBroken ? ([], 0, 0) : nil
      isOpaque = frame.rsv & 4 != 0 && isBroken
    }
    guard var message = begun else { return Output(frame: frame, isOpaque: isOpaque) }
    // A frame that is too long to keep is told as such, by whoever cut it.
    guard frame.isWhole else { return giveUp(frame, nil) }
    message.input += frame.payload
    message.pieces += 1
    var plain = frame
    plain.payload = []
    var violation: Violation?
    if frame.fin || message.pieces <= Self.mostPieces && message.given <= Self.mostGiven {
      let (output, told) = inflate(frame.fin ? message.input + Deflater.tail : message.input)
      violation = told
      if output.fault == .aboveLimit { return aboveLimit(frame, output.bytes, message.given) }
      guard output.isSound else { return giveUp(frame, Violation(.notInflatable(endsInside: false))) }
      guard output.isComplete || !frame.fin else { return giveUp(frame, Violation(.notInflatable(endsInside: true))) }
      plain.payload = Array(output.bytes.dropFirst(message.given))
      message.given = output.bytes.count
      if frame.fin { window = Array((window + output.bytes).suffix(Self.windowBytes)) }
    }
    plain.length = UInt64(plain.payload.count)
    begun = frame.fin ? nil : message
    return Output(frame: plain, violation: violation)
  }

  /// Reads it as was agreed; where that fails, as a sender might have written it that does not keep to what it agreed to.
  private func inflate(_ input: [UInt8]) -> (Inflater.Output, Violation?) {
    let agreed = Inflater.inflate(input, after: keepsContext ? window : [], windowBits: windowBits, limit: limit)
    guard agreed.fault == .broken else { return (agreed, nil) }
    if !keepsContext {
      let output = Inflater.inflate(input, after: window, windowBits: windowBits, limit: limit)
      if output.fault != .broken { return (output, Violation(.contextTakenOver(sender))) }
    }
    if windowBits < Inflater.largestWindow {
      let output = Inflater.inflate(input, after: window, limit: limit)
      if output.fault != .broken { return (output, Violation(.beyondWindow(sender, bits: windowBits))) }
    }
    return (agreed, nil)
  }

  private mutating func giveUp(_ frame: Frame, _ violation: Violation?) -> Output {
    begun = nil
    isOpaque = true
    isBroken = keepsContext
    return Output(frame: frame, violation: violation, isOpaque: true)
  }

  private mutating func aboveLimit(_ frame: Frame, _ bytes: [UInt8], _ given: Int) -> Output {
    var output = giveUp(frame, nil)
    output.frame.payload = Array(bytes.dropFirst(given))
    output.frame.length = UInt64(output.frame.payload.count)
    output.isAboveLimit = true
    return output
  }
}
