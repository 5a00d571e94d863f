internal import Speech
package import Timeline

/// What was said in one session, as text or as subtitles.
package struct TranscriptExport: Sendable {
  package enum Form: String, Sendable, CaseIterable { case text, srt, vtt }

  private struct Cue {
    var start: Double
    var end: Double
    var text: String
  }

  private let cues: [Cue]

  /// - Parameter hop: As the client got it, or as the service said it.
  package init(_ recording: Recording, session: Int, hop: Hop) throws(ExchangeFault) {
    let messages = recording.sessions.first { $0.number == session }?.messages ?? .auto
    var meanings = MeaningReader(isServices: hop == .service, messages: messages)
    var joined: [Int: JoinedConnection] = [:]
    var first: Nanoseconds?
    var results: [(result: ResultText, at: Double)] = []
    for event in recording.events where event.session == session && event.hop == hop {
      guard case .data(let message) = joined[event.connection, default: JoinedConnection()].take(event) else { continue }
      switch meanings.read(message.bytes, isText: message.isText, isUpstream: message.isUpstream) {
      case .audio: first = first ?? event.at
      case .control, .controlAsAudio: break
      case .told(let read):
        if let result = read.result { results.append((result, (event.at - (first ?? event.at)).seconds)) }
      }
    }
    guard !results.isEmpty else { throw ExchangeFault("no results came over the \(hop.rawValue) hop of session \(session)") }
    let finals = results.filter { $0.result.isFinal == true }
    cues = Self.cues(finals.isEmpty ? results : finals)
  }

  /// A result without times of its own is dated by its coming.
  private static func cues(_ results: [(result: ResultText, at: Double)]) -> [Cue] {
    var last = 0.0
    return results.filter { !$0.result.text.isEmpty }.map { result, at in
      let end = result.end ?? max(at, last)
      let cue = Cue(start: result.words.first?.start ?? result.start ?? last, end: result.words.last?.end ?? end, text: result.text)
      last = end
      return cue
    }
  }

  package func rendered(_ form: Form) -> String {
    switch form {
    case .text: cues.map(\.text).joined(separator: "\n") + "\n"
    case .srt:
      cues.enumerated().map { index, cue in "\(index + 1)\n\(Self.times(cue, ","))\n\(Self.line(cue.text))\n" }.joined(separator: "\n")
    case .vtt:
      "WEBVTT\n\n"
        + cues.map { "\(Self.times($0, "."))\n\(Self.line($0.text).replacing("&", with: "&amp;").replacing("<", with: "&lt;"))\n" }.joined(
          separator: "\n")
    }
  }

  /// A cue ends at an empty line.
  private static func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: "\n") }

  private static func times(_ cue: Cue, _ mark: String) -> String {
    "\(clock(cue.start, mark)) --> \(clock(max(cue.end, cue.start + 0.001), mark))"
  }

  private static func clock(_ seconds: Double, _ mark: String) -> String {
    let all = Int((min(max(0, seconds.isFinite ? seconds : 0), 3.6e8) * 1000).rounded())
    func padded(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return
      "\(padded(all / 3_600_000, 2)):\(padded(all / 60_000 % 60, 2)):\(padded(all / 1000 % 60, 2))\(mark)\(padded(all % 1000, 3))"
  }
}
