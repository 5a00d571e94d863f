import Diagnosis
import Exchange
import Foundation
import Store
import Testing
import Timeline

/// `Fixtures/recordings`, out into other programs' forms and in again: the same is found.
@Suite(.timeLimit(.minutes(5))) struct ExchangedFixturesTests {
  private static func recording(_ rule: String) throws -> Recording {
    try RecordingFile(path: RecordedFixturesTests.folder.appendingPathComponent("\(rule)/broken.sqlite").path).recording()
  }

  private static func found(_ recording: Recording) -> [String] {
    let result = Diagnosis.diagnose(recording)
    return [result.headline]
      + (result.rootCauses.map(\.finding) + result.notices).map { "\($0.rule) \($0.certainty) \($0.party) \($0.summary)" }
  }

  @Test(arguments: RecordedFixturesTests.rules) func byNDJSONAllIsTheSame(_ rule: String) throws {
    let before = try Self.recording(rule)
    var lines = ""
    NDJSONWriter.write(before) { lines += $0 }
    let after = try NDJSONReader(run: before.run).read(Array(lines.utf8))
    #expect(after.events.count == before.events.count && Self.found(after) == Self.found(before))
  }

  /// A HAR holds messages, not frames: what is about the cutting into frames, or about bytes that make no message, is not in it.
  private static let ofFrames: Set<String> = ["protocol-violation", "flooded", "message-too-big"]

  @Test(arguments: RecordedFixturesTests.rules.filter { !ofFrames.contains($0) }) func byHARTheCauseIsTheSame(_ rule: String) throws {
    let before = try Self.recording(rule)
    let after = try HARReader(run: before.run).read(Array(HARWriter.write(before).utf8))
    let (found, wanted) = (Diagnosis.diagnose(after), Diagnosis.diagnose(before))
    #expect(found.rootCauses.map(\.finding.rule) == wanted.rootCauses.map(\.finding.rule), "\(found.headline)")
    #expect(found.notices.map(\.rule) == wanted.notices.map(\.rule))
  }
}
