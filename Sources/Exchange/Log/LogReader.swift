package import Timeline
internal import Wire

/// A log of one side of WebSocket sessions, as a recording: of websocat's `log:`, wscat, or Python's `websockets` (a client's, or a relay's with both hops).
///
/// What such a log has not is unknown: most have no ends, some no times, and where nothing tells text from other bytes the bytes do.
package struct LogReader {
  private let run: RunInfo

  /// - Parameter run: The import as a run: its id, version and command.
  package init(run: RunInfo) { self.run = run }

  package func read(_ bytes: [UInt8]) throws(ExchangeFault) -> Recording {
    var lines: [LogLine] = []
    var heads: [Bool: Bool] = [:]
    // Not text: there are no lines to look for.
    let isText = !bytes.prefix(4096).contains(0)
    for piece in isText ? bytes.split(separator: UInt8(ascii: "\n")) : [] {
      let text = String(decoding: piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece, as: UTF8.self)
      guard let line = LogLine(text[...], inHead: { heads[$0] == true }) else { continue }
      heads[line.isSent] = line.isHead
      lines.append(line)
    }
    guard !lines.isEmpty else {
      throw ExchangeFault(
        "is nothing that can be imported: neither HAR, NDJSON, a capture of packets, nor a log with lines as `> …` and `< …` (wscat, Python's "
          + "websockets) or `WRITE 12 \"…\"` and `READ 12 \"…\"` (websocat's log:)")
    }
    // A text that is cut says nothing, and looks broken.
    if lines.contains(where: { if case .cut(let opcode) = $0.content { opcode == .text || opcode == .continuation } else { false } }) {
      throw ExchangeFault(
        "the log has only the beginning and the end of its messages; make it again with WEBSOCKETS_MAX_LOG_SIZE=100000000")
    }
    if Self.isPlainHTTP(lines) { throw ExchangeFault("the log has HTTP requests, and none that asks for a WebSocket") }
    let hasTimes = lines.contains { $0.time != nil }
    return recording(hasTimes ? timed(lines) : counted(lines), hasTimes: hasTimes)
  }

  /// Whether the bytes that crossed the wire begin with a request, and no head among them asks for a WebSocket: they are no messages of one.
  private static func isPlainHTTP(_ lines: [LogLine]) -> Bool {
    func text(_ line: LogLine) -> String? {
      guard case .bytes(let bytes) = line.content else { return nil }
      return String(decoding: bytes.prefix(16_384), as: UTF8.self).lowercased()
    }
    guard let first = lines.first.flatMap(text)?.prefix(while: { $0 != "\r\n" && $0 != "\n" }), first.contains(" http/1.") else {
      return false
    }
    return lines.allSatisfy { line in text(line).map { !$0.contains("upgrade: websocket") } ?? false }
  }

  /// Without any time, a line's place is in the order of time.
  private func counted(_ lines: [LogLine]) -> [LogLine] {
    lines.enumerated().map { place, line in
      var line = line
      line.time = Int64(place) * Nanoseconds.milliseconds(1)
      return line
    }
  }

  /// With a time for each: that of the line before it, where it has none.
  private func timed(_ lines: [LogLine]) -> [LogLine] {
    var last = lines.lazy.compactMap(\.time).first ?? 0
    return lines.map { line in
      var line = line
      var time = line.time ?? last
      // A time of the day starts again at midnight.
      if time < last - Self.day / 2, time < 2 * Self.day { time += (last - time + Self.day / 2) / Self.day * Self.day }
      last = max(last, time)
      line.time = last
      return line
    }
  }

  private static let day: Nanoseconds = .seconds(86_400)

  private func recording(_ lines: [LogLine], hasTimes: Bool) -> Recording {
    let origin = lines.first?.time ?? 0
    let log = ImportedLog(lines, origin: origin)
    var info = run
    if let url = log.url { info.relay = url }
    var recording = ImportedRecording(
      info, isOurs: false, origin: hasTimes && origin > 2 * Self.day ? origin : run.startedAtUnixNanoseconds)
    if !hasTimes { recording.lack([.times]) }
    log.add(to: &recording)
    return recording.finished()
  }
}
