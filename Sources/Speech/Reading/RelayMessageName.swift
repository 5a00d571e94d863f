/// The name that a relay gives to a message (`type`, `event` …), and what messages of such a name are about.
struct RelayMessageName {
  enum Topic {
    /// A transcript; whether it is final, where the name says so.
    case transcript(isFinal: Bool?)
    case metadata
    case speechEvent
    case error
    case control
    case unknown
  }

  /// As it came.
  let written: String
  /// Whether it stood under `event`.
  let isEvent: Bool
  let topic: Topic

  init(_ written: String, isEvent: Bool) {
    self.written = written
    self.isEvent = isEvent
    topic = Self.topic(of: Self.plain(written))
  }

  /// Lower case letters and digits only: `Final_Transcript` and `finalTranscript` are one name.
  static func plain(_ name: String) -> String {
    String(name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }.map { Character($0) })
  }

  private static func topic(of name: String) -> Topic {
    if control.contains(name) || name.hasSuffix("ready") { return .control }
    if speechEvents.contains(name) { return .speechEvent }
    if name == "metadata" { return .metadata }
    if name.contains("error") || name == "failure" || name == "failed" || name == "exception" { return .error }
    if name.contains("partial") || name.contains("interim") { return .transcript(isFinal: false) }
    if name.contains("final") { return .transcript(isFinal: true) }
    if name.contains("transcri") || transcripts.contains(name) { return .transcript(isFinal: nil) }
    return .unknown
  }

  private static let control: Set<String> = [
    "ready", "connected", "connection", "connecting", "disconnected", "status", "state", "open", "opened", "welcome", "hello",
    "start", "started", "starting", "begin", "listening", "init",
    "initialized", "initialised", "config", "configured", "settings",
    "ack", "ok", "ping", "pong", "keepalive", "heartbeat", "info", "warning", "log", "debug", "notice", "subscribed", "authenticated",
    "auth",
    "close", "closed", "closing", "end", "ended", "done", "complete", "completed", "finished", "stop", "stopped", "bye", "goodbye",
    "session", "sessioncreated", "sessionstarted", "sessionstart", "sessionbegins", "sessionopened", "sessionready",
    "sessionended", "sessionend", "sessionclosed", "sessionterminated", "connectionopened", "connectionready",
    "connectionestablished", "connectionclosed", "streamstarted", "streamended", "streamclosed",
    "finalize", "finalized", "finalizing",
    "transcriptionstarted", "transcriptionstart", "transcriptionstopped", "transcriptionended", "transcriptionready",
    "transcriptionstatus",
  ]

  private static let speechEvents: Set<String> = [
    "utteranceend", "utterancestart", "endofutterance", "speechstarted", "speechstart", "speechended", "speechend", "endofspeech",
    "vad", "turnstart", "turnstarted", "turnend", "endofturn",
  ]

  private static let transcripts: Set<String> = ["result", "results", "recognized", "recognition", "stt", "asr", "text", "utterance"]
}
