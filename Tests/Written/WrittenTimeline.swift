package import Timeline

/// A recording written by hand, one event a line: the examples of the rules, and their tests.
///
/// ```
/// run service-hop=simulated
/// session baseline audio=linear16/44100/1 seconds=2.0 stop="stop" utterances=1
///   0.00       client  → GET /listen
///   0.01       client  ← 101
///   0.10-2.10  client  → audio 2.0s
///   2.10       client  → text "stop"
/// ↓ 2.60       client  ← close 1000
///   3.00       client  end fin by=relay
///   3.00       note wait-expired "closed within 10 s"
/// ```
/// `→` goes towards the service, `←` towards the client. `↓` marks the evidence that a rule must name. What can stand
/// behind an arrow: see `WrittenLine`. Blank lines and what follows `#` (outside quotes) are passed over.
package struct WrittenTimeline: Sendable, Equatable {
  package var recording: Recording
  /// Ids of the events of each line marked with `↓`: evidence must name at least one of each.
  package var marked: [[Int64]]

  package init(_ text: String) throws(WrittenTimelineError) {
    var run = RunInfo(
      id: "written", startedAt: "2026-01-01T00:00:00.000Z", startedAtUnixNanoseconds: 1_767_225_600_000_000_000,
      toolVersion: "written", relay: "ws://relay.test/listen", serviceHop: .unseen, finished: true)
    var sessions: [SessionInfo] = []
    var drafts: [Draft] = []
    var connections: [Hop: Int] = [:]
    var nextConnection = 1

    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var words = try WrittenWords(raw, line: index + 1)
      guard let first = words.peek else { continue }
      let isMarked = first == "↓"
      if isMarked { words.skip() }
      switch words.peek {
      case "run":
        words.skip()
        try Self.read(run: &run, from: &words)
      case "session":
        words.skip()
        sessions.append(try Self.readSession(number: sessions.count + 1, from: &words))
        connections = [:]
      default:
        guard let session = sessions.last else { throw words.fault("an event before the first 'session' line") }
        var line = try WrittenLine(&words, audio: session.audio)
        if let hop = line.hop {
          if line.opensConnection || connections[hop] == nil {
            connections[hop] = nextConnection
            nextConnection += 1
          }
          line.connection = connections[hop] ?? 0
        }
        for event in line.events(session: session.number) {
          drafts.append(Draft(event: event, order: drafts.count, mark: isMarked ? index : nil))
        }
      }
    }
    // Rows stand in a recording in the order of time; lines at the same time keep the order of writing.
    drafts.sort { ($0.event.at, $0.order) < ($1.event.at, $1.order) }
    var events: [Event] = []
    var marks: [Int: [Int64]] = [:]
    for (index, draft) in drafts.enumerated() {
      var event = draft.event
      event.id = Int64(index + 1)
      if let mark = draft.mark { marks[mark, default: []].append(event.id) }
      events.append(event)
    }
    for index in sessions.indices {
      let own = events.filter { $0.session == sessions[index].number }
      sessions[index].startedAt = own.first?.at ?? 0
      sessions[index].endedAt = own.last?.at
      sessions[index].outcome = .completed
    }
    marked = marks.sorted { $0.key < $1.key }.map(\.value)
    recording = Recording(run: run, sessions: sessions, events: events)
  }

  private struct Draft {
    var event: Event
    var order: Int
    /// The line that was marked.
    var mark: Int?
  }

  private static func read(run: inout RunInfo, from words: inout WrittenWords) throws(WrittenTimelineError) {
    while let (key, value) = try words.nextOption() {
      switch key {
      case "service-hop":
        guard let hop = RunInfo.ServiceHop(rawValue: value) else { throw words.fault("service-hop is unseen, simulated, tapped or direct") }
        run.serviceHop = hop
      case "relay": run.relay = value
      default: throw words.fault("unknown option '\(key)' of run")
      }
    }
  }

  private static func readSession(number: Int, from words: inout WrittenWords) throws(WrittenTimelineError) -> SessionInfo {
    guard let name = words.next() else { throw words.fault("a session needs a name") }
    var session = SessionInfo(number: number, scenario: name)
    var audio = AudioInfo(name: "written", encoding: "linear16", sampleRate: 16_000, channels: 1, seconds: 0)
    while let (key, value) = try words.nextOption() {
      switch key {
      case "audio":
        guard audio.read(value) else { throw words.fault("audio is encoding/rate/channels[/wav]") }
      case "seconds":
        guard let seconds = Double(value) else { throw words.fault("seconds is a number") }
        audio.seconds = seconds
      case "transcript": audio.transcript = value
      case "utterances": audio.utterances = Int(value)
      case "stop":
        session.stop =
          switch value {
          case "close": .close
          case "empty-binary": .emptyBinary
          default: .text(value)
          }
      case "service":
        guard let kind = MisbehaviourKind(rawValue: value) else {
          throw words.fault("service is one of \(MisbehaviourKind.names.joined(separator: ", "))")
        }
        session.misbehaviour = Misbehaviour(kind)
      case "provokes": session.provokes = value.split(separator: ",").map(String.init)
      default: throw words.fault("unknown option '\(key)' of session")
      }
    }
    session.audio = audio
    return session
  }
}

extension AudioInfo {
  /// Takes `encoding/rate/channels[/container]`; false where it is something else.
  mutating func read(_ text: String) -> Bool {
    let parts = text.split(separator: "/").map(String.init)
    guard parts.count >= 3, let rate = Int(parts[1]), let channels = Int(parts[2]) else { return false }
    encoding = parts[0]
    sampleRate = rate
    self.channels = channels
    container = parts.count > 3 ? parts[3] : nil
    return true
  }
}

/// What is wrong with a written timeline.
package struct WrittenTimelineError: Error, Sendable, Equatable, CustomStringConvertible {
  package var line: Int
  package var text: String
  package var description: String { "line \(line): \(text)" }
}
