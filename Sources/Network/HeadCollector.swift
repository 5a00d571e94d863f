internal import NIOCore

/// Collects the bytes of an HTTP head, verbatim, and leaves those behind it alone.
struct HeadCollector {
  enum Outcome: Equatable {
    case needMore
    /// The head up to and with its empty line; what follows is still in the buffer.
    case head([UInt8])
    case tooLong
    /// The first bytes cannot begin what was expected.
    case otherProtocol
  }

  private let limit: Int
  private let couldBegin: ([UInt8]) -> Bool
  private(set) var bytes: [UInt8] = []

  /// - Parameters:
  ///   - limit: Longest head taken, in bytes.
  ///   - couldBegin: Whether the few bytes so far can be the beginning of one: garbage shows at once, not when time is up.
  init(limit: Int, couldBegin: @escaping ([UInt8]) -> Bool) {
    self.limit = limit
    self.couldBegin = couldBegin
  }

  /// A head that must begin with `HTTP/`.
  static func response(limit: Int = 64 << 10) -> HeadCollector {
    HeadCollector(limit: limit) { bytes in zip(bytes, "HTTP/".utf8).allSatisfy { $0 == $1 } }
  }

  /// A head that must begin with a method: capital letters, then a space.
  static func request(limit: Int = 64 << 10) -> HeadCollector {
    HeadCollector(limit: limit) { bytes in
      let method = bytes.prefix(20).prefix { $0 != UInt8(ascii: " ") }
      return method.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "-") }
        && method.count < 20 && bytes.first != UInt8(ascii: " ")
    }
  }

  mutating func take(_ buffer: inout ByteBuffer) -> Outcome {
    while let byte: UInt8 = buffer.readInteger() {
      bytes.append(byte)
      if bytes.count <= 20, !couldBegin(bytes) {
        bytes.append(contentsOf: buffer.readBytes(length: min(buffer.readableBytes, 200)) ?? [])
        return .otherProtocol
      }
      if byte == UInt8(ascii: "\n"), endsHead {
        defer { bytes = [] }
        return .head(bytes)
      }
      if bytes.count >= limit { return .tooLong }
    }
    return .needMore
  }

  /// An empty line; a bare line feed is taken too (RFC 9112 §2.2).
  private var endsHead: Bool {
    bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) || bytes.suffix(3).elementsEqual("\n\r\n".utf8)
      || bytes.suffix(2).elementsEqual("\n\n".utf8)
  }
}
