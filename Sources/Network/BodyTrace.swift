internal import NIOCore
internal import Timeline

/// Follows the body of an HTTP message to its end, however its length is told (RFC 9112 §6.3), and keeps its beginning.
struct BodyTrace {
  private enum Framing {
    case length(left: Int)
    case chunkSize(line: [UInt8])
    case chunk(left: Int)
    /// Trailer lines, up to an empty one.
    case trailer(line: [UInt8])
    /// All that comes on this connection.
    case untilClose
  }

  private static let longestLine = 4096
  private let limit: Int
  private var framing: Framing
  /// The beginning of it.
  private(set) var body: [UInt8] = []
  private(set) var length = 0

  /// The body of a request: none, where nothing is said of it.
  init(of request: RequestHead, limit: Int) { self.init(request.headers, unsaid: .length(left: 0), limit: limit) }

  /// The body of an answer.
  /// - Parameter request: Some requests get answers without a body.
  init(of response: ResponseHead, to request: RequestHead?, limit: Int) {
    let hasNone = request?.method == "HEAD" || response.status < 200 || response.status == 204 || response.status == 304
    self.init(hasNone ? [] : response.headers, unsaid: hasNone ? .length(left: 0) : .untilClose, limit: limit)
  }

  private init(_ headers: [HeaderField], unsaid: Framing, limit: Int) {
    self.limit = limit
    if headers.lists("Transfer-Encoding", "chunked") {
      framing = .chunkSize(line: [])
    } else if let text = headers["Content-Length"] {
      framing = Int(text).map { .length(left: max(0, $0)) } ?? .untilClose
    } else {
      framing = unsaid
    }
  }

  var isWhole: Bool { if case .length(0) = framing { true } else { false } }

  /// Takes what of the buffer is the body's.
  mutating func take(_ buffer: inout ByteBuffer) {
    while buffer.readableBytes > 0, !isWhole {
      switch framing {
      case .length(let left): framing = .length(left: left - keep(&buffer, left))
      case .untilClose: _ = keep(&buffer, .max)
      case .chunk(let left):
        let taken = keep(&buffer, left)
        framing = taken == left ? .chunkSize(line: []) : .chunk(left: left - taken)
      case .chunkSize(let line):
        guard let line = takeLine(&buffer, line) else { continue }
        // The line end behind a chunk comes first.
        guard !line.isEmpty else { continue }
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0 else {
          framing = .untilClose
          continue
        }
        framing = size == 0 ? .trailer(line: []) : .chunk(left: size)
      case .trailer(let line):
        guard let line = takeLine(&buffer, line) else { continue }
        framing = line.isEmpty ? .length(left: 0) : .trailer(line: [])
      }
    }
  }

  /// A whole line without its end; nil where it has not come yet.
  private mutating func takeLine(_ buffer: inout ByteBuffer, _ before: [UInt8]) -> [UInt8]? {
    var line = before
    while let byte: UInt8 = buffer.readInteger() {
      if byte == UInt8(ascii: "\n") {
        if case .chunkSize = framing { framing = .chunkSize(line: []) }
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      }
      line.append(byte)
      if line.count > Self.longestLine {
        framing = .untilClose
        return nil
      }
    }
    if case .trailer = framing { framing = .trailer(line: line) } else { framing = .chunkSize(line: line) }
    return nil
  }

  private mutating func keep(_ buffer: inout ByteBuffer, _ wanted: Int) -> Int {
    let bytes = buffer.readBytes(length: min(buffer.readableBytes, wanted)) ?? []
    body += bytes.prefix(limit - body.count)
    length += bytes.count
    return bytes.count
  }
}
