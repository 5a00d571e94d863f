internal import NIOCore
internal import Timeline

/// Reads the body of a plain HTTP request, whole and bounded, however its length is told (RFC 9112 §6).
struct RequestBody {
  enum Outcome {
    case needMore
    case whole([UInt8])
    case failed(BodyFault)
  }

  private enum Framing {
    case length(left: Int)
    case chunkSize(line: [UInt8])
    case chunk(left: Int)
    /// The line end behind a chunk.
    case chunkEnd
    /// Trailer lines, up to an empty one.
    case trailer(line: [UInt8])
    case broken(BodyFault)
  }

  /// Longest line of a chunk's size or of a trailer.
  private static let longestLine = 4096

  private let limit: Int
  private var framing: Framing
  private var body: [UInt8] = []

  init(head: RequestHead, limit: Int) {
    self.limit = limit
    let codings = head.headers.listed("Transfer-Encoding").map { $0.lowercased() }
    let lengths = Set(head.headers.listed("Content-Length"))
    if codings == ["chunked"] {
      // With both, the coding counts (RFC 9112 §6.3).
      framing = .chunkSize(line: [])
    } else if !codings.isEmpty {
      framing = .broken(.malformed("the transfer coding '\(codings.joined(separator: ", "))' is not understood; chunked is"))
    } else if let text = lengths.first {
      let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      let length = lengths.count == 1 && digits ? Int(text) : nil
      framing =
        length.map { $0 > limit ? .broken(.tooLong(limit: limit)) : .length(left: $0) }
        ?? .broken(.malformed("Content-Length is no number"))
    } else {
      framing = .length(left: 0)
    }
  }

  mutating func take(_ buffer: inout ByteBuffer) -> Outcome {
    while true {
      switch framing {
      case .broken(let fault): return .failed(fault)
      case .length(left: 0): return .whole(body)
      case .length(let left):
        guard let taken = keep(&buffer, left) else { return .needMore }
        framing = .length(left: left - taken)
      case .chunkSize(let line):
        guard let line = takeLine(&buffer, line) else { return pending }
        framing = chunk(of: line)
      case .chunk(let left):
        guard let taken = keep(&buffer, left) else { return .needMore }
        framing = taken == left ? .chunkEnd : .chunk(left: left - taken)
      case .chunkEnd:
        guard let byte: UInt8 = buffer.readInteger() else { return .needMore }
        if byte == UInt8(ascii: "\n") { framing = .chunkSize(line: []) }
        if byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
          framing = .broken(.malformed("a chunk is longer than its size says"))
        }
      case .trailer(let line):
        guard let line = takeLine(&buffer, line) else { return pending }
        if line.isEmpty { return .whole(body) }
        framing = .trailer(line: [])
      }
    }
  }

  /// What a line that has not ended yet means.
  private var pending: Outcome {
    if case .broken(let fault) = framing { .failed(fault) } else { .needMore }
  }

  /// A whole line without its end; nil where it has not come yet, or is too long: `framing` says so.
  private mutating func takeLine(_ buffer: inout ByteBuffer, _ before: [UInt8]) -> [UInt8]? {
    var line = before
    while let byte: UInt8 = buffer.readInteger() {
      if byte == UInt8(ascii: "\n") { return line.last == UInt8(ascii: "\r") ? line.dropLast() : line }
      line.append(byte)
      guard line.count <= Self.longestLine else {
        framing = .broken(.malformed("a line of the chunked body is longer than \(Self.longestLine) bytes"))
        return nil
      }
    }
    if case .trailer = framing { framing = .trailer(line: line) } else { framing = .chunkSize(line: line) }
    return nil
  }

  private func chunk(of line: [UInt8]) -> Framing {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    guard !digits.isEmpty, digits.count <= 8, let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0 else {
      return .broken(.malformed("'\(HTTPHead.printable(line))' is no size of a chunk"))
    }
    if size == 0 { return .trailer(line: []) }
    return body.count + size > limit ? .broken(.tooLong(limit: limit)) : .chunk(left: size)
  }

  /// - Returns: How many bytes were taken; nil where the buffer is empty.
  private mutating func keep(_ buffer: inout ByteBuffer, _ wanted: Int) -> Int? {
    let count = min(buffer.readableBytes, wanted)
    guard count > 0 else { return nil }
    buffer.readWithUnsafeReadableBytes { bytes in
      body.append(contentsOf: bytes.prefix(count))
      return count
    }
    return count
  }
}
