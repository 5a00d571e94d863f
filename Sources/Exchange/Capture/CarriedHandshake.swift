internal import Timeline

/// The request for a WebSocket among what a connection carried, its answer, and where both sides' frames begin.
///
/// Other requests may come before it on the same connection.
struct CarriedHandshake {
  /// How much of the body of a refusal is kept.
  private static let bodyLimit = 64 << 10

  /// True: the first of the connection's two sides asked.
  let asksFirst: Bool
  let request: RequestHead
  /// Nil: none came.
  let response: ResponseHead?
  /// In the order of the pieces: bytes before these are heads and bodies.
  let asked: Int
  let answered: Int

  /// Nil where nobody asks for one.
  init?(_ carried: CarriedBytes) {
    guard let asksFirst = carried.pieces.first?.isFirst else { return nil }
    self.asksFirst = asksFirst
    func side(_ isFirst: Bool) -> [UInt8] { carried.pieces.filter { $0.isFirst == isFirst }.flatMap(\.bytes) }
    let (asking, answering) = (side(asksFirst), side(!asksFirst))
    var (asked, answered) = (0, 0)
    while let (raw, next) = Self.head(asking, from: asked), case .success(let request) = HTTPHead.request(raw) {
      let answer = Self.answer(answering, from: answered)
      if request.asksForWebSocket {
        self.request = request
        self.asked = next
        guard let answer else {
          response = nil
          self.answered = answering.count
          return
        }
        var head = answer.head
        if head.status != 101 { head.body = Array(answering[answer.body].prefix(Self.bodyLimit)) }
        response = head
        self.answered = head.status == 101 ? answer.body.lowerBound : answering.count
        return
      }
      guard let answer else { return nil }
      (asked, answered) = (next + (Self.length(request.headers) ?? 0), answer.body.upperBound)
    }
    return nil
  }

  private static func answer(_ bytes: [UInt8], from start: Int) -> (head: ResponseHead, body: Range<Int>)? {
    guard let (raw, next) = head(bytes, from: start), case .success(let response) = HTTPHead.response(raw) else { return nil }
    if response.status < 200, response.status != 101 { return answer(bytes, from: next) }
    if response.status == 101 || response.status == 204 || response.status == 304 { return (response, next..<next) }
    let end = length(response.headers).map { min(bytes.count, next + $0) } ?? chunked(response, bytes, from: next) ?? bytes.count
    return (response, next..<end)
  }

  /// Where a body in chunks ends (RFC 9112 §7.1); nil where it is none.
  private static func chunked(_ response: ResponseHead, _ bytes: [UInt8], from start: Int) -> Int? {
    guard response.headers["Transfer-Encoding"]?.lowercased().contains("chunked") == true else { return nil }
    var place = start
    while place < bytes.count {
      let line = bytes[place...].prefix { $0 != UInt8(ascii: "\n") }
      guard let size = Int(String(decoding: line.prefix { $0 > 0x20 && $0 != UInt8(ascii: ";") }, as: UTF8.self), radix: 16), size >= 0,
        size < bytes.count
      else { return nil }
      place = min(bytes.count, line.endIndex + 1 + size + 2)
      if size == 0 { return place }
    }
    return bytes.count
  }

  private static func length(_ headers: [HeaderField]) -> Int? {
    headers["Content-Length"].flatMap(Int.init).flatMap { $0 >= 0 && $0 < 1 << 40 ? $0 : nil }
  }

  /// The bytes up to and with an empty line, and where the next ones begin.
  private static func head(_ bytes: [UInt8], from start: Int) -> (raw: [UInt8], next: Int)? {
    guard start < bytes.count else { return nil }
    var lineStart = start
    for place in start..<min(bytes.count, start + bodyLimit) where bytes[place] == UInt8(ascii: "\n") {
      let line = bytes[lineStart..<place]
      if lineStart > start, line.isEmpty || line.elementsEqual([UInt8(ascii: "\r")]) { return (Array(bytes[start...place]), place + 1) }
      lineStart = place + 1
    }
    return nil
  }
}
