internal import Wire

extension FuzzTarget {
  private static let agreements: [DeflateAgreement] = {
    var small = DeflateAgreement()
    small.serverWindowBits = 8
    small.serverKeepsContext = false
    return [DeflateAgreement(), small]
  }()

  private static func stream(_ frames: Frame...) -> [UInt8] { frames.flatMap(\.wireBytes) }

  /// The frame codec: however the bytes are cut, the same frames come out, and none holds more than came.
  static let frames = FuzzTarget(
    "frames",
    seeds: [
      stream(
        Frame(sending: .text, payload: Array("héllo".utf8), maskKey: 0x0102_0304), Frame(sending: .ping, payload: [1], maskKey: 7),
        Frame(sending: .close, payload: [3, 0xE8, 0x62], maskKey: 9)),
      stream(
        Frame(sending: .binary, payload: [UInt8](repeating: 1, count: 200), fin: false, maskKey: nil),
        Frame(sending: .continuation, payload: [2, 3], maskKey: nil)),
      [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4], [0x81, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ]
  ) { bytes in
    func read(_ cuts: Int) -> (frames: [Frame], messages: [Message]) {
      var inbound = InboundFrames(of: .client, maximumFrame: 1 << 16, maximumMessage: 1 << 16)
      var (frames, messages): ([Frame], [Message]) = ([], [])
      for start in stride(from: 0, to: bytes.count, by: cuts) {
        inbound.feed(Array(bytes[start..<min(start + cuts, bytes.count)]))
        while let (frame, _) = inbound.next() {
          frames.append(frame)
          if let message = inbound.take(frame).message { messages.append(message) }
        }
      }
      if let cut = inbound.finish() { frames.append(cut.frame) }
      return (frames, messages)
    }
    let whole = read(max(1, bytes.count))
    let cut = read(3)
    if whole.frames != cut.frames || whole.messages != cut.messages { return "cut otherwise, it reads otherwise" }
    let held = whole.frames.reduce(0) { $0 + $1.header.count + $1.payload.count }
    return held > bytes.count ? "the frames hold more bytes than came" : nil
  }

  /// Compressed messages, in frames, under two agreements: what comes out stays below the limit.
  static let compressedMessages = FuzzTarget(
    "compressed-messages",
    seeds: [
      stream(Frame(sending: .text, payload: [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00], rsv: 4, maskKey: nil)),
      stream(
        Frame(sending: .binary, payload: Deflater.deflate([[UInt8](repeating: 7, count: 300)])[0], rsv: 4, maskKey: nil),
        Frame(sending: .text, payload: [0xF2, 0x48, 0xCD, 0xC9], fin: false, rsv: 4, maskKey: nil),
        Frame(sending: .continuation, payload: [0xC9, 0x07, 0x00], maskKey: nil)),
      stream(Frame(sending: .binary, payload: [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00], rsv: 4, maskKey: nil)),
    ]
  ) { bytes in
    for agreement in agreements {
      var inbound = InboundFrames(of: .server, compression: agreement, maximumFrame: 1 << 12, maximumMessage: 1 << 12)
      inbound.feed(bytes)
      while let (wire, _) = inbound.next() {
        let opened = inbound.take(wire)
        if opened.frame.payload.count > max(1 << 12, wire.payload.count) { return "a frame holds more than the limit" }
        if let message = opened.message, message.payload.count > 1 << 12 { return "a message holds more than the limit" }
        if opened.frame.header != wire.header { return "the header is not the one that came" }
      }
    }
    return nil
  }

  /// Offers of compression: what is read is written as something that reads the same.
  static let compressionOffers = FuzzTarget(
    "compression-offers",
    texts: [
      "permessage-deflate; client_max_window_bits",
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; client_max_window_bits=15",
    ],
    words: ["permessage-deflate", "; ", "=", "\"", "9", "08", "server_max_window_bits", ","]
  ) { bytes in
    guard let read = try? DeflateParameters.parse(String(decoding: bytes, as: UTF8.self)) else { return nil }
    return (try? DeflateParameters.parse(read.text)) == read ? nil : "'\(read.text)' reads otherwise"
  }
}
