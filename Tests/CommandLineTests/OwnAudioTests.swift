import Foundation
import Speech
import Testing
import Timeline
import Wire

/// `--audio FILE`: anybody's own speech.
@Suite(.timeLimit(.minutes(5))) struct OwnAudioTests {
  @Test(arguments: [true, false]) func anOwnClipIsPlayed(withTranscript: Bool) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Samples.wav("one-sentence.wav"), to: "mine.wav")
    if withTranscript { try folder.write(Samples.text("audio/one-sentence.txt"), to: "mine.txt") }
    let run = try await PlayedRun("run", "baseline", "--audio", "mine.wav", "--format", "json", folder: folder)
    #expect(run.ended.status == 0, "\(run.ended)")
    let report = try run.report()
    let session = try #require(report["sessions"]?[0])
    #expect(report["verdict"]?.string == "healthy" && session["transcript"]?.string?.isEmpty == false)
    #expect(try run.recording().frames(.client, .client, .binary).flatMap(\.payload) == Samples.audio("one-sentence.wav"))
    if withTranscript {
      #expect(session["wer"]?.number == 0 && session["expected_transcript"]?.string == session["transcript"]?.string)
    } else {
      #expect(session["wer"] == .null && session["expected_transcript"] == .null)
    }
  }

  /// Given twice, clients side by side have one each; given once more in another container, it is refused.
  @Test func twoClipsForTwoClients() async throws {
    let folder = try TemporaryFolder()
    for name in ["one-sentence", "two-questions"] {
      try folder.write(Samples.wav("\(name).wav"), to: "\(name).wav")
      try folder.write(Samples.text("audio/\(name).txt"), to: "\(name).txt")
    }
    let run = try await PlayedRun(
      "run", "concurrent", "--audio", "one-sentence.wav", "--audio", "two-questions.wav", "--format", "json", folder: folder)
    #expect(run.ended.status == 0, "\(run.ended)")
    let sessions = try run.report()["sessions"]?.array ?? []
    #expect(sessions.map { $0["wer"]?.number } == [0, 0])
    #expect(Set(sessions.compactMap { $0["transcript"]?.string }).count == 2)
  }

  /// A scenario names a file beside itself.
  @Test func aScenarioPlaysAFileBesideIt() async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("deep/down")
    try folder.write(Samples.wav("one-sentence.wav"), to: "deep/down/mine.wav")
    try folder.write(
      """
      name: mine
      about: A clip of one's own.
      audio: { file: mine.wav, format: profile }
      steps: [connect, { stream: { pace: 1.0 } }, stop, { await: { closed: true, within: 10s } }]
      """, to: "deep/down/mine.yaml")
    let run = try await PlayedRun("run", "deep/down/mine.yaml", "--relay", FakeRelay(answering: nil).url, folder: folder)
    #expect(run.ended.status == 3, "\(run.ended)")
    #expect(try run.recording().sessions.first?.audio?.seconds ?? 0 > 2)
  }
}
