/// Takes server-sent events apart (WHATWG HTML §9.2.6): the data of each, in order.
package struct ServerSentEvents: Sendable {
  private let limit: Int
  private var line: [UInt8] = []
  private var data: [UInt8]?
  private var endedInReturn = false
  private var isFirstLine = true
  /// An event was longer than the limit: nothing more is taken.
  package private(set) var isTooLong = false

  /// - Parameter limit: Bytes of one event.
  package init(limit: Int) { self.limit = limit }

  /// - Returns: The data of the events that these bytes completed.
  package mutating func take(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
    var events: [[UInt8]] = []
    for byte in bytes where !isTooLong {
      let follows = endedInReturn
      endedInReturn = byte == UInt8(ascii: "\r")
      switch byte {
      case UInt8(ascii: "\n") where follows: continue
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if let event = endLine() { events.append(event) }
      default:
        line.append(byte)
        isTooLong = line.count + (data?.count ?? 0) > limit
      }
    }
    return events
  }

  /// - Returns: What an empty line completes.
  private mutating func endLine() -> [UInt8]? {
    defer {
      line.removeAll(keepingCapacity: true)
      isFirstLine = false
    }
    if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    guard !line.isEmpty else {
      defer { data = nil }
      return data
    }
    let colon = line.firstIndex(of: UInt8(ascii: ":"))
    // A comment begins with the colon.
    guard line[..<(colon ?? line.endIndex)].elementsEqual("data".utf8) else { return nil }
    var value = colon.map { line[($0 + 1)...] } ?? []
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    data = data.map { $0 + [UInt8(ascii: "\n")] + value } ?? Array(value)
    return nil
  }
}
