import Testing
import Timeline
import Wire
import Written

@testable import Diagnosis

/// Facts out of a few written lines: what a test of one fact begins with.
enum Told {
  /// The session of most of them: two seconds of audio, and a word for its end.
  static let session = #"session baseline audio=linear16/16000/1 seconds=2 stop="stop""#
  /// A client that is let in and speaks for two seconds, a tenth in each message.
  static let speaking = """
    0.00 client → GET /listen
    0.01 client ← 101
    0.10-2.00 client → audio 2.0s
    """
  /// The connection on which the relay passes all of it on, 50 ms later.
  static let passedOn = """
    0.02 service → GET /v1/listen?encoding=linear16&sample_rate=16000
    0.05 service ← 101
    0.15-2.05 service → audio 2.0s
    """

  static func recording(_ lines: String, _ session: String = session, serviceHop: RunInfo.ServiceHop = .simulated) throws -> Recording {
    try WrittenTimeline("run service-hop=\(serviceHop.rawValue)\n\(session)\n\(lines)").recording
  }

  /// - Parameter lines: May hold further sessions.
  static func run(_ lines: String, _ session: String = session, serviceHop: RunInfo.ServiceHop = .simulated) throws -> RunFacts {
    RunFacts(try recording(lines, session, serviceHop: serviceHop))
  }

  /// The first session of them.
  static func facts(_ lines: String, _ session: String = session, serviceHop: RunInfo.ServiceHop = .simulated) throws -> SessionFacts {
    try #require(run(lines, session, serviceHop: serviceHop).sessions.first)
  }

  /// The same of a recording that was changed.
  static func facts(_ lines: String, _ session: String = session, changing change: (inout Recording) -> Void) throws -> SessionFacts {
    var recording = try recording(lines, session)
    change(&recording)
    return try #require(RunFacts(recording).sessions.first)
  }
}

/// Lines, and what a fact says of them.
struct FactCase<Value: Sendable>: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let lines: String
  let says: Value

  init(_ name: String, _ lines: String, _ says: Value) {
    testDescription = name
    self.lines = lines
    self.says = says
  }
}

extension Recording {
  /// With a message of one frame in two, the first of them so much earlier.
  /// - Parameter place: Which of those that a party sent on a hop, in frames of a kind.
  mutating func fragment(_ opcode: Opcode, of sender: Party, on hop: Hop, place: Int = 0, earlier: Nanoseconds = 0) throws {
    let own = events.indices.filter { index in
      guard case .frame(let told) = events[index].kind else { return false }
      return events[index].hop == hop && told.sender == sender && told.frame.opcode == opcode
    }
    let index = try #require(place < own.count ? own[place] : nil)
    guard case .frame(let told) = events[index].kind else { return }
    let half = told.frame.payload.count / 2
    var (first, rest) = (events[index], events[index])
    first.at -= earlier
    first.kind = .frame(
      FrameEvent(sender: sender, frame: Frame(fin: false, opcode: opcode, masked: true, payload: Array(told.frame.payload[..<half]))))
    rest.kind = .frame(
      FrameEvent(sender: sender, frame: Frame(opcode: .continuation, masked: true, payload: Array(told.frame.payload[half...]))))
    events.remove(at: index)
    events.append(contentsOf: [first, rest])
    events = Series(events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element))
    for index in events.indices { events[index].id = Int64(index + 1) }
  }
}
