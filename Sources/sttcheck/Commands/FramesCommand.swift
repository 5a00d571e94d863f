internal import ArgumentParser
internal import Dialects
internal import Reporting
internal import Speech
internal import Store
internal import Timeline
internal import Wire

struct FramesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frames", abstract: "Read the frames of a recording, one a line.",
    discussion: """
      Columns: event id, seconds since the run began, session, hop, sender → receiver, frame, length, beginning of the payload.
      For anything else the recording is SQLite, with the views frames, messages, results and audio_pace.
      """)

  @Argument(help: "The recording.") var recording: String
  @Option(name: .customLong("run"), help: "The id of the run. Default: the last one.") var runID: String?
  @Option(help: "Only this session: its number or its scenario.") var session: String?
  @Option(help: "Only this hop: client or service.") var hop: String?
  @Option(help: "Only frames of this sender: client, relay or service.") var sender: String?
  @Option(help: "Only this event, with its whole payload.") var event: Int64?
  @Flag(help: "Leave audio out: binary frames, and messages with audio inside.") var noAudio = false
  @Option(help: "How to show payloads: text or hex.") var payload = "text"

  func run() throws {
    let hop = try Self.named(self.hop, "--hop", Hop.allCases)
    let sender = try Self.named(self.sender, "--sender", [Party.client, .relay, .service])
    guard ["text", "hex"].contains(payload) else {
      throw CommandFailure(code: .usage, text: "--payload: '\(payload)' is not known; allowed: text, hex")
    }
    let recording = try RunReport.read(self.recording, run: runID)
    let scenarios = Dictionary(recording.sessions.map { ($0.number, $0.scenario) }, uniquingKeysWith: { first, _ in first })
    if let session, !scenarios.contains(where: { "\($0.key)" == session || $0.value == session }) {
      let names = recording.sessions.map { "\($0.number) (\($0.scenario))" }.joined(separator: ", ")
      throw CommandFailure(code: .usage, text: "--session: there is no session '\(session)'; allowed: \(names)")
    }
    if let event, try explained(event, in: recording) { return }
    let audio = noAudio ? recording.audioFrames() : []
    for row in recording.events {
      guard case .frame(let frame) = row.kind else { continue }
      if let event, row.id != event { continue }
      if let session, "\(row.session)" != session, scenarios[row.session] != session { continue }
      if let hop, row.hop != hop { continue }
      if let sender, frame.sender != sender { continue }
      if audio.contains(row.id) { continue }
      Console.print(line(row, frame, scenarios[row.session] ?? "?"))
    }
  }

  /// Reports name other events by number too: such a one is printed as what it is.
  private func explained(_ event: Int64, in recording: Recording) throws(CommandFailure) -> Bool {
    guard let row = recording.events.first(where: { $0.id == event }) else {
      let range = recording.events.first.map { "it has \($0.id) to \(recording.events.last?.id ?? $0.id)" } ?? "it has none"
      throw CommandFailure(code: .usage, text: "--event: the run has no event \(event); \(range)")
    }
    if case .frame = row.kind { return false }
    let line = EventLine(row, clientsPeer: recording.run.clientsPeer)
    Console.print("\(row.id)\t\(Self.seconds(row.at))\t\(row.session)\t\(line.direction ?? row.hop?.rawValue ?? "session")\t\(line.text)")
    return true
  }

  private func line(_ row: Event, _ frame: FrameEvent, _ scenario: String) -> String {
    let hop = row.hop ?? .client
    let receiver = frame.sender == hop.dialler ? hop.acceptor : hop.dialler
    let bytes = event == nil ? Array(frame.frame.payload.prefix(payload == "hex" ? 16 : 60)) : frame.frame.payload
    let text =
      frame.frame.opcode == .binary || payload == "hex"
      ? bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
      : VisibleText.quote(bytes, limit: event == nil ? 60 : .max)
    let opcode = frame.frame.opcode.name + (frame.frame.fin ? "" : "+")
    return
      "\(row.id)\t\(Self.seconds(row.at))\t\(row.session) \(scenario)\t\(hop.rawValue)\t\(frame.sender.rawValue) → \(receiver.rawValue)\t\(opcode)\t\(frame.frame.payload.count)\t\(text)"
  }

  private static func seconds(_ time: Nanoseconds) -> String {
    let milliseconds = time / 1_000_000
    let fraction = "\(milliseconds % 1000)"
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }

  private static func named<Value: RawRepresentable>(_ word: String?, _ option: String, _ allowed: [Value]) throws(CommandFailure) -> Value?
  where Value.RawValue == String {
    guard let word else { return nil }
    guard let value = allowed.first(where: { $0.rawValue == word }) else {
      throw CommandFailure(
        code: .usage, text: "\(option): '\(word)' is not known; allowed: \(allowed.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }
}
