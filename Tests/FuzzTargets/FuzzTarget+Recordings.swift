internal import Exchange
internal import Timeline
internal import Written

extension FuzzTarget {
  private static let written = """
    session baseline audio=linear16/8000/1 seconds=0.1 stop="stop"
      0.00      client  → GET /listen?model=x
      0.01      client  ← 101
      0.10-0.20 client  → audio 0.1s
      0.30      client  ← results "tell me" final start=0 duration=0.1
    ↓ 0.31      client  violation 5.1 "x" by=relay
      0.40      client  → text "stop"
      0.50      client  ← close 1000 "bye"
      0.60      client  end fin by=relay
    """
  private static let information = RunInfo(
    id: "fuzz", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 0, toolVersion: "fuzz", relay: "ws://relay.test/",
    serviceHop: .unseen, finished: true)

  /// The recording of the written timeline above: what the others begin with.
  private static let recording = (try? WrittenTimeline(written))?.recording

  /// The written syntax of timelines.
  static let timelines = FuzzTarget(
    "timelines", texts: [written, "run relay=x\nsession a\n 0 note step \"x\"\n 1 service → binary 'a'"],
    words: [
      "→", "←", "↓", "session", "\"", "1e9", "-", "audio", "as=mulaw/8000/2", "note", "end", "rst", "limit", "failed", "\n",
      "99999999999999",
    ]
  ) { bytes in
    guard let timeline = try? WrittenTimeline(String(decoding: bytes, as: UTF8.self)) else { return nil }
    let ids = Set(timeline.recording.events.map(\.id))
    return timeline.marked.allSatisfy { $0.allSatisfy(ids.contains) } ? nil : "an event is marked that is not there"
  }

  /// Browsers' archives.
  static let har = FuzzTarget(
    "har", texts: [recording.map { HARWriter.write($0) } ?? ""],
    words: [
      "_webSocketMessages", "\"time\":", "1e308", "null", "-1", "[", "}", "\"opcode\":2", "\"send\"", "response", "==", "startedDateTime",
    ]
  ) { bytes in
    guard let read = try? HARReader(run: information).read(bytes) else { return nil }
    return read.events.map(\.id) == read.events.map(\.id).sorted() ? nil : "its events are out of order"
  }

  /// A recording as lines.
  static let ndjson = FuzzTarget(
    "ndjson", texts: (0..<lines.count).map { [lines[0], lines[$0], lines.last ?? ""].joined(separator: "\n") },
    words: ["\n", "\"kind\":", "null", "\"at\":", "1e30", "-1", "{", "}", "\"frame\"", "\"payload\"", "base64", "=="]
  ) { bytes in
    guard let read = try? NDJSONReader(run: information).read(bytes) else { return nil }
    var written: [UInt8] = []
    NDJSONWriter.write(read) { written += Array($0.utf8) }
    return (try? NDJSONReader(run: information).read(written)) == nil ? "what was read can't be read again" : nil
  }

  private static let lines: [String] = {
    var lines: [String] = []
    if let recording { NDJSONWriter.write(recording) { lines.append(String($0.dropLast())) } }
    return lines
  }()
}
