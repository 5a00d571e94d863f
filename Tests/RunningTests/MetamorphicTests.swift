import Diagnosis
import Foundation
import Store
import Testing
import Timeline
import Wire

/// What a run is judged to be does not hang on when it began, on how messages were cut into frames, on numbers, or on what else was played: held by
/// the recordings under `Fixtures/recordings`, each changed in one of these ways.
@Suite(.timeLimit(.minutes(5))) struct MetamorphicTests {
  /// What must stay.
  private struct Said: Equatable, CustomStringConvertible {
    let description: String

    init(_ recording: Recording) {
      let result = Diagnosis.diagnose(recording)
      func line(_ finding: Finding) -> String { "\(finding.rule), \(finding.party.rawValue), \(finding.certainty.rawValue)" }
      let causes = result.rootCauses.map { line($0.finding) }.sorted()
      description = "\(result.verdict.rawValue): \(causes); \(result.notices.map(line).sorted())"
    }
  }

  static let rules = Catalogue.rules.map(\.id)

  private static func recording(_ rule: String, _ name: String = "broken") throws -> Recording {
    try RecordingFile(path: FixtureWorld.root.appendingPathComponent("Fixtures/recordings/\(rule)/\(name).sqlite").path).recording()
  }

  @Test(arguments: rules) func aRunThatBeginsLater(_ rule: String) throws {
    let recording = try Self.recording(rule)
    #expect(Said(recording.shifted(by: .seconds(7))) == Said(recording))
  }

  @Test(arguments: rules) func messagesInTwoFramesEach(_ rule: String) throws {
    let recording = try Self.recording(rule)
    #expect(recording.fragmented.events.count > recording.events.count || !recording.events.contains { $0.isWholeMessage })
    #expect(Said(recording.fragmented) == Said(recording))
  }

  @Test(arguments: rules) func otherNumbers(_ rule: String) throws {
    let recording = try Self.recording(rule)
    #expect(Said(recording.renamed) == Said(recording))
  }

  /// Where a healthy session is news, what is said with it.
  private static let news = [
    // Somebody gets in: the relay can be reached, and fails some.
    "relay-unreachable": #"faulty: ["relay-unreachable, relay, proven"]; []"#, "tls-failed": #"faulty: ["tls-failed, relay, proven"]; []"#,
    "handshake-refused": #"faulty: ["handshake-refused, relay, proven"]; []"#,
    // One that was never idle, and lived, is a hint more that it is the pause that kills.
    "idle-cut": #"faulty: ["idle-cut, network, inferred"]; []"#,
    // The same stop is understood there: then something else is wrong here.
    "stop-not-understood": #"faulty: ["close-stream-missing, relay, proven"]; []"#,
  ]

  @Test func theNewsAreOfRules() { #expect(Set(Self.news.keys).subtracting(Self.rules) == []) }

  private static func withOneMore(_ rule: String) throws -> (now: String, before: String) {
    let recording = try recording(rule)
    let now = Said(recording.followed(by: try Self.recording(rule, "healthy")))
    return (now.description, Said(recording).description)
  }

  @Test(arguments: rules) func aHealthySessionMore(_ rule: String) throws {
    let (now, before) = try Self.withOneMore(rule)
    #expect(now == Self.news[rule] ?? before)
  }
}

extension Event {
  fileprivate var isWholeMessage: Bool {
    guard case .frame(let told) = kind else { return false }
    return told.frame.fin && [.text, .binary].contains(told.frame.opcode) && told.frame.payload.count > 1
  }
}
