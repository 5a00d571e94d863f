internal import NIOCore
internal import NIOEmbedded
internal import NIOWebSocket
internal import Wire

/// The frame codec against NIOWebSocket's, on the same bytes, from and to a socket's buffers.
enum WireBenchmarks {
  private static let count = 4000

  static func run() throws {
    let payloads = Samples.payloads(200)
    var stream = ByteBuffer(bytes: (0..<count).flatMap { Samples.frame(payloads[$0 % payloads.count]).wireBytes })
    var segments: [ByteBuffer] = []
    while stream.readableBytes > 0, let next = stream.readSlice(length: min(65_536, stream.readableBytes)) { segments.append(next) }
    try compare("wire: decode, unmask 2 KB", ours: { decode(segments) }, theirs: { try nioDecode(segments) })
    let buffers = payloads.map { ByteBuffer(bytes: $0.bytes) }
    try compare("wire: mask, encode 2 KB", ours: { encode(payloads) }, theirs: { try nioEncode(buffers) })
    try compare("wire: mask 2 KB in place", ours: mask, theirs: nioMask)
  }

  /// Both give the number of frames that came out right, so that nobody is quick by doing less.
  private static func compare(_ title: String, ours: @escaping () throws -> Int, theirs: @escaping () throws -> Int) throws {
    func way(_ name: String, _ frames: @escaping () throws -> Int) -> Comparison.Way {
      .whole(name) { if try frames() != count { throw BenchmarkError("\(name) lost or spoilt frames") } }
    }
    try Comparison(title: title, count: Double(count), unit: "frame").run(ours: way("Wire", ours), peers: [way("NIOWebSocket", theirs)])
  }

  private static func decode(_ segments: [ByteBuffer]) -> Int {
    var decoder = FrameDecoder(role: .server)
    var frames = 0
    for segment in segments {
      segment.withUnsafeReadableBytes { decoder.feed($0) }
      while let next = decoder.next() { frames += next.frame.payload.count == Samples.payloadSize ? 1 : 0 }
    }
    return frames
  }

  /// Its decoder leaves the payload masked; ours does not, so both unmask.
  private static func nioDecode(_ segments: [ByteBuffer]) throws -> Int {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 20)))
    var frames = 0
    for segment in segments {
      try channel.writeInbound(segment)
      while let next = try channel.readInbound(as: WebSocketFrame.self) {
        frames += next.unmaskedData.readableBytes == Samples.payloadSize ? 1 : 0
      }
    }
    return frames
  }

  private static func encode(_ payloads: [(bytes: [UInt8], key: UInt32)]) -> Int {
    (0..<count).reduce(0) { frames, index in
      let bytes = ByteBuffer(bytes: Samples.frame(payloads[index % payloads.count]).wireBytes)
      return frames + (bytes.readableBytes == Samples.payloadSize + 8 ? 1 : 0)
    }
  }

  private static func nioEncode(_ payloads: [ByteBuffer]) throws -> Int {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(WebSocketFrameEncoder())
    var bytes = 0
    for index in 0..<count {
      let payload = payloads[index % payloads.count]
      try channel.writeOutbound(WebSocketFrame(fin: true, opcode: .binary, maskKey: [1, 2, 3, 4], data: payload))
      while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += buffer.readableBytes }
    }
    return bytes / (Samples.payloadSize + 8)
  }

  private static func mask() -> Int {
    var bytes = [UInt8](repeating: 0, count: Samples.payloadSize)
    bytes.withUnsafeMutableBytes { for _ in 0...count { Masking.apply(0x0102_0304, to: $0, offset: 0) } }
    return bytes.prefix(4) == [1, 2, 3, 4] ? count : 0
  }

  private static func nioMask() -> Int {
    var bytes = ByteBuffer(repeating: 0, count: Samples.payloadSize)
    for _ in 0...count { bytes.webSocketMask([1, 2, 3, 4]) }
    return bytes.getInteger(at: 0) == UInt32(0x0102_0304) ? count : 0
  }
}
