internal import NIOCore
internal import Timeline

/// Reads the body of a refusal, whole up to a limit, however its length is told (RFC 9112 §6.3).
struct BodyReader {
  private enum Framing {
    case none
    case length(Int)
    case chunkSize(line: [UInt8])
    case chunk(left: Int)
    /// The line end behind a chunk.
    case chunkEnd
    case untilClose
  }

  private let limit: Int
  private var framing: Framing
  private(set) var body: [UInt8] = []
  /// The body is whole, or as much of it as is kept.
  private(set) var isDone = false

  init(head: ResponseHead, limit: Int = 64 << 10) {
    self.limit = limit
    if head.status == 204 || head.status == 304 {
      framing = .none
    } else if head.headers.lists("Transfer-Encoding", "chunked") {
      framing = .chunkSize(line: [])
    } else if let text = head.headers["Content-Length"] {
      let length = Int(text) ?? -1
      framing = length < 0 ? .untilClose : length == 0 ? .none : .length(length)
    } else {
      framing = .untilClose
    }
    if case .none = framing { isDone = true }
  }

  /// What came so far, to be kept elsewhere.
  mutating func takeBody() -> [UInt8] {
    defer { body.removeAll(keepingCapacity: true) }
    return body
  }

  mutating func take(_ buffer: inout ByteBuffer) {
    while !isDone, buffer.readableBytes > 0 {
      switch framing {
      case .none: isDone = true
      case .length(let left):
        let taken = keep(&buffer, left)
        framing = .length(left - taken)
        if taken == left { isDone = true }
      case .untilClose: _ = keep(&buffer, .max)
      case .chunkSize(let line): takeChunkSize(&buffer, line)
      case .chunk(let left):
        let taken = keep(&buffer, left)
        framing = taken == left ? .chunkEnd : .chunk(left: left - taken)
      case .chunkEnd:
        if buffer.readInteger(as: UInt8.self) == UInt8(ascii: "\n") { framing = .chunkSize(line: []) }
      }
    }
  }

  private mutating func takeChunkSize(_ buffer: inout ByteBuffer, _ line: [UInt8]) {
    var line = line
    while let byte: UInt8 = buffer.readInteger() {
      guard byte == UInt8(ascii: "\n") else {
        line.append(byte)
        continue
      }
      let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: " ") }
      // An unreadable size ends the body: what came is kept.
      guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size > 0 else {
        isDone = true
        return
      }
      framing = .chunk(left: size)
      return
    }
    framing = .chunkSize(line: line)
    if line.count > 100 { isDone = true }
  }

  /// - Returns: How many bytes were taken from the buffer.
  private mutating func keep(_ buffer: inout ByteBuffer, _ wanted: Int) -> Int {
    let bytes = buffer.readBytes(length: min(buffer.readableBytes, wanted)) ?? []
    body.append(contentsOf: bytes.prefix(limit - body.count))
    if body.count == limit { isDone = true }
    return bytes.count
  }
}
