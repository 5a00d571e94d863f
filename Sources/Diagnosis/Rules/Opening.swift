/// The beginning that many examples share, so that each shows only what it is about.
enum Opening {
  /// A relay between a client and a service that it dialled in time. With `audio` that many seconds of it go through at real time from 0.10 on.
  static func bothHops(
    _ session: String = "baseline", seconds: Int = 2, audio: Int? = nil, options: String = "stop=\"stop\"",
    query: String = "encoding=linear16&sample_rate=16000&channels=1&interim_results=true"
  ) -> String {
    var lines = [
      "run service-hop=simulated", "session \(session) audio=linear16/16000/1 seconds=\(seconds) \(options)",
      "  0.00      client  → GET /listen", "  0.01      client  ← 101",
      "  0.02      service → GET /v1/listen?\(query)", "  0.04      service ← 101",
    ]
    let sent = audio ?? seconds
    if sent > 0 {
      lines += ["  0.10-\(sent).10 client  → audio \(sent).0s", "  0.11-\(sent).11 service → audio \(sent).0s"]
    }
    return lines.joined(separator: "\n")
  }

  /// A client of a deployed relay, which sees its own hop only.
  static func clientHop(_ session: String = "baseline", seconds: Int = 2, audio: Int? = nil, options: String = "stop=\"stop\"") -> String {
    var lines = [
      "session \(session) audio=linear16/16000/1 seconds=\(seconds) \(options)", "  0.00      client  → GET /listen",
      "  0.01      client  ← 101",
    ]
    let sent = audio ?? seconds
    if sent > 0 { lines.append("  0.10-\(sent).10 client  → audio \(sent).0s") }
    return lines.joined(separator: "\n")
  }
}
