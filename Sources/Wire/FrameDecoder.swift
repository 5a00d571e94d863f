/// Turns the peer's bytes into frames, however they are cut, and reads on after a violation (RFC 6455 §5.2).
///
/// Pure and incremental: `feed` takes what the socket gave, `next` hands out the frames that are whole. Each payload is copied once, from
/// the fed bytes into its frame, and unmasked there. What concerns single frames is judged here; order and content of messages are judged
/// by `MessageAssembler`.
package struct FrameDecoder: Sendable {
  private let role: Role
  private let maximumPayload: Int
  /// permessage-deflate was agreed on: RSV1 means something.
  private let isCompressing: Bool
  /// Header bytes of the frame being read; empty between frames.
  private var header = HeaderBytes()
  /// The frame being read, from the moment its header is whole.
  private var opened: Opened?
  /// Bytes of a frame already handed out that are still to come.
  private var skipping: UInt64 = 0
  private var ready: [(frame: Frame, violations: [Violation])?] = []
  private var taken = 0

  private struct Opened: Sendable {
    var frame: Frame
    var violations: [Violation]
    var maskKey: UInt32
    /// How much of the payload is kept.
    var wanted: Int
  }

  /// - Parameters:
  ///   - role: Who we are: it settles whether the peer must mask.
  ///   - maximumPayload: Bytes kept of one frame. A longer one is handed out with its true `length` and this much payload, as soon as
  ///     that has come; the rest is skipped and takes no memory.
  ///   - isCompressing: Whether permessage-deflate was agreed on: RSV1 is then legal on the first frame of a message (RFC 7692 §6).
  package init(role: Role, maximumPayload: Int = 64 << 20, isCompressing: Bool = false) {
    self.role = role
    self.isCompressing = isCompressing
    self.maximumPayload = max(0, maximumPayload)
  }

  /// Takes the next bytes of the stream.
  package mutating func feed(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { feed($0) }
  }

  /// Takes the next bytes of the stream; nothing of the buffer is kept.
  package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
    var position = 0
    while position < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
      if skipping > 0 {
        let skipped = min(skipping, UInt64(rest.count))
        skipping -= skipped
        position += Int(skipped)
      } else if opened == nil {
        position += takeHeader(rest)
      } else {
        position += takePayload(rest)
      }
    }
  }

  /// The next whole frame with what is wrong with it, in the order of arrival; nil until more bytes come.
  package mutating func next() -> (frame: Frame, violations: [Violation])? {
    guard taken < ready.count else { return nil }
    // Moved out rather than copied, so that the receiver owns the payload alone.
    var item: (frame: Frame, violations: [Violation])?
    swap(&item, &ready[taken])
    taken += 1
    if taken == ready.count {
      ready.removeAll(keepingCapacity: ready.count <= 1024)
      taken = 0
    }
    return item
  }

  /// Says that the stream has ended. Call it once, after `next` gave nil.
  /// - Returns: The frame that the end cut off, as far as it came, with `frameCutOff` last among its violations; nil where the stream
  ///   ended between frames, or in the part of a frame that was being skipped.
  package mutating func finish() -> (frame: Frame, violations: [Violation])? {
    defer {
      header = []
      opened = nil
    }
    if let opened {
      let cut = Violation(.frameCutOff(received: UInt64(opened.frame.payload.count), length: opened.frame.length))
      return (opened.frame, opened.violations + [cut])
    }
    guard let first = header.first else { return nil }
    let second = header.count > 1 ? header[1] : 0
    let frame = Frame(
      fin: first & 0x80 != 0, rsv: first >> 4 & 0x7, opcode: Opcode(rawValue: first & 0xF), masked: second & 0x80 != 0, header: header,
      payload: [])
    return (frame, [Violation(.frameCutOff(received: UInt64(header.count), length: nil))])
  }

  /// - Returns: How many bytes were taken: at least one.
  private mutating func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    var used = 0
    while used < bytes.count {
      header.append(bytes[used])
      used += 1
      if header.count >= 2, header.count == Frame.headerSize(second: header[1]) {
        open()
        break
      }
    }
    return used
  }

  /// Reads the header, now whole.
  private mutating func open() {
    let extended = Frame.extendedLengthSize(second: header[1])
    let length = extended == 0 ? UInt64(header[1] & 0x7F) : header[2..<2 + extended].reduce(0) { $0 << 8 | UInt64($1) }
    var frame = Frame(
      fin: header[0] & 0x80 != 0, rsv: header[0] >> 4 & 0x7, opcode: Opcode(rawValue: header[0] & 0xF), masked: header[1] & 0x80 != 0,
      length: length, payload: [])
    frame.header = header
    header = []
    let endless = length > UInt64(Int64.max)
    let wanted = endless ? 0 : Int(min(length, UInt64(maximumPayload)))
    opened = Opened(
      frame: frame, violations: violations(of: frame, extendedLength: extended), maskKey: frame.maskKey ?? 0, wanted: wanted)
    if wanted == 0 { emit() }
  }

  private func violations(of frame: Frame, extendedLength: Int) -> [Violation] {
    var found: [Violation] = []
    switch role {
    case .client where frame.masked: found.append(Violation(.maskedServerFrame))
    case .server where !frame.masked: found.append(Violation(.unmaskedClientFrame))
    default: break
    }
    let unused = isCompressing ? frame.rsv & 3 : frame.rsv
    if unused != 0 { found.append(Violation(.reservedBits(unused))) }
    if isCompressing, frame.rsv & 4 != 0 {
      if frame.opcode.isControl { found.append(Violation(.compressedControl(frame.opcode))) }
      if frame.opcode == .continuation { found.append(Violation(.compressedContinuation)) }
    }
    if !frame.opcode.isDefined { found.append(Violation(.unknownOpcode(frame.opcode))) }
    if extendedLength == 2 && frame.length < 126 || extendedLength == 8 && frame.length <= 0xFFFF {
      found.append(Violation(.nonMinimalLength(frame.length, bytes: extendedLength)))
    }
    if frame.opcode.isControl {
      if !frame.fin { found.append(Violation(.fragmentedControl(frame.opcode))) }
      if frame.length > 125 { found.append(Violation(.controlTooLong(frame.opcode, length: frame.length))) }
    }
    if frame.length > UInt64(Int64.max) {
      found.append(Violation(.lengthHighestBitSet(frame.length)))
    } else if frame.length > UInt64(maximumPayload) {
      found.append(Violation(.payloadAboveMaximum(length: frame.length, maximum: maximumPayload)))
    }
    return found
  }

  /// - Returns: How many bytes were taken: at least one.
  private mutating func takePayload(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard let wanted = opened?.wanted, let have = opened?.frame.payload.count, let key = opened?.maskKey else { return bytes.count }
    let used = min(wanted - have, bytes.count)
    let piece = UnsafeRawBufferPointer(rebasing: bytes[..<used])
    // A header may announce what never comes: memory is reserved for what is here, and for a usual frame.
    if have == 0 { opened?.frame.payload.reserveCapacity(min(wanted, max(used, 64 << 10))) }
    opened?.frame.payload.append(contentsOf: piece)
    opened?.frame.payload.withUnsafeMutableBytes { payload in
      Masking.apply(key, to: UnsafeMutableRawBufferPointer(rebasing: payload[have...]), offset: have)
    }
    if have + used == wanted { emit() }
    return used
  }

  /// Hands the opened frame out.
  private mutating func emit() {
    guard let done = opened else { return }
    opened = nil
    skipping = done.frame.length - UInt64(done.wanted)
    ready.append((done.frame, done.violations))
  }
}
