import Foundation
import GRDB
import Speech
import Store
import Testing
import Timeline
import Wire

/// One healthy run over real sockets, and everything that it leaves behind.
@Suite(.timeLimit(.minutes(5))) struct HealthyRunTests {
  @Test func itEndsWithZeroAndWritesWhatWasAskedFor() async throws {
    let run = try await PlayedRun.healthy.value
    #expect(run.ended.status == 0 && !run.ended.bySignal, "\(run.ended)")
    #expect(run.ended.out.contains("HEALTHY"))
    #expect(run.ended.err.contains("recording: Reports/sttcheck.sqlite"))
    #expect(run.left == ["Reports/sttcheck.sqlite", "Reports/report.md", "Reports/report.json"])
  }

  @Test func aPipeGetsNoEscapeSequencesAndNoProgress() async throws {
    let run = try await PlayedRun.healthy.value
    for text in [run.ended.out, run.ended.err, try run.folder.text("Reports/report.md")] {
      #expect(!text.isEmpty && !text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" })
    }
  }

  @Test func theFiveQuestionsAreAnswered() async throws {
    let run = try await PlayedRun.healthy.value
    let questions = [
      "declared as it is sent?", "results come back?", "after the first final?", "signalled and drained?", "pace real time?",
    ]
    for question in questions {
      #expect(run.ended.out.contains(question))
      #expect(try run.folder.text("Reports/report.md").contains(question))
    }
    #expect(try run.report()["checklist"]?.array?.compactMap { $0["answer"]?.string } == ["yes", "yes", "unknown", "yes", "yes"])
  }

  @Test func everyByteOfTheAudioIsThereOnBothHops() async throws {
    let recording = try await PlayedRun.healthy.value.recording()
    let clip = try Samples.audio("one-sentence.wav")
    let sent = recording.frames(.client, .client, .binary)
    #expect(sent.flatMap(\.payload) == clip)
    #expect(recording.frames(.service, .relay, .binary).flatMap(\.payload) == clip)
    #expect(sent.dropLast().allSatisfy { $0.payload.count == 2048 } && sent.count == (clip.count + 2047) / 2048)
    #expect(sent.allSatisfy { $0.masked && $0.fin && $0.header.count == ($0.payload.count < 126 ? 6 : 8) })
    #expect(Set(sent.map { Array($0.header.suffix(4)) }).count > 1, "the mask key must be a fresh one for each frame")
    #expect(recording.frames(.client, .client, .text).map { String(decoding: $0.payload, as: UTF8.self) } == ["stop"])
  }

  /// The recording has what was said; how much went over the wire stands beside it.
  @Test func compressedItIsTheSame() async throws {
    let run = try await PlayedRun("run", "baseline", "--compress", "--format", "json")
    #expect(run.ended.status == 0 && run.ended.out.contains("HEALTHY"), "\(run.ended)")
    let recording = try run.recording()
    let clip = try Samples.audio("one-sentence.wav")
    for (hop, sender) in [(Hop.client, Party.client), (.service, .relay)] {
      let audio = recording.frames(hop, sender, .binary)
      #expect(audio.flatMap(\.payload) == clip && audio.allSatisfy { $0.rsv == 4 && $0.wireLength < $0.length })
    }
    let texts = recording.frames(.client, .relay, .text)
    #expect(!texts.isEmpty && texts.allSatisfy { $0.rsv == 4 })
    let sums = try Prompt.rows(
      run.recordingPath, "SELECT sum(length) AS said, sum(wire_length) AS sent FROM frames WHERE hop = 'client' AND opcode = 2")
    let sent = recording.frames(.client, .client, .binary).reduce(0) { $0 + Int($1.wireLength) }
    #expect(sums.map { [$0["said"] as Int, $0["sent"] as Int] } == [[clip.count, sent]])
  }

  @Test func bothHopsAgree() async throws {
    let recording = try await PlayedRun.healthy.value.recording()
    let said = recording.frames(.service, .service, .text).map(\.payload)
    #expect(said.count >= 2 && recording.frames(.client, .relay, .text).map(\.payload) == said)
    for (hop, parties) in [(Hop.client, [Party.client, .relay]), (.service, [.relay, .service])] {
      for party in parties { #expect(recording.frames(hop, party, .close).map { Array($0.payload.prefix(2)) } == [[0x03, 0xE8]]) }
    }
    #expect(recording.run.finished && !recording.run.interrupted)
    #expect(recording.events.map(\.at) == recording.events.map(\.at).sorted())
  }

  @Test func diagnoseSaysWhatRunSaid() async throws {
    let run = try await PlayedRun.healthy.value
    let again = try await Sttcheck.run("diagnose", run.recordingPath, in: TemporaryFolder())
    #expect(again.status == 0 && again.err.isEmpty)
    #expect(again.out == run.ended.out)
  }

  @Test(arguments: ["markdown", "json"]) func reportGivesTheSameBytesEveryTime(format: String) async throws {
    let run = try await PlayedRun.healthy.value
    let folder = try TemporaryFolder()
    let name = format == "json" ? "report.json" : "report.md"
    let written = try run.folder.text("Reports/\(name)")
    for _ in 0..<2 {
      let printed = try await Sttcheck.run("report", run.recordingPath, "--format", format, in: folder)
      #expect(printed.status == 0 && printed.out == written)
    }
    let filed = try await Sttcheck.run("report", run.recordingPath, "--format", format, "--output", "out", in: folder)
    #expect(try filed.status == 0 && folder.files().keys.sorted() == ["out/\(name)"] && folder.text("out/\(name)") == written)
  }

  @Test func framesShowsEveryFrame() async throws {
    let run = try await PlayedRun.healthy.value
    let frames = try run.recording().events.filter { if case .frame = $0.kind { true } else { false } }
    let folder = try TemporaryFolder()
    let all = try await Sttcheck.run("frames", run.recordingPath, in: folder)
    #expect(all.status == 0 && all.out.split(separator: "\n").map { Int64($0.prefix { $0 != "\t" }) } == frames.map(\.id))
    let texts = try await Sttcheck.run(
      "frames", run.recordingPath, "--hop", "service", "--sender", "relay", "--no-audio", "--session", "baseline", in: folder)
    #expect(texts.out.split(separator: "\n").count == 2 && texts.out.contains(#"{"type":"CloseStream"}"#))
  }

  /// Reports name events that are no frames too.
  @Test func framesExplainsAnyEvent() async throws {
    let run = try await PlayedRun.healthy.value
    let folder = try TemporaryFolder()
    let request = try #require(run.recording().events.first { if case .request = $0.kind { true } else { false } })
    let shown = try await Sttcheck.run("frames", run.recordingPath, "--event", "\(request.id)", in: folder)
    #expect(shown.status == 0 && shown.out.contains("GET /speech/stt:test"), "\(shown)")
    let missing = try await Sttcheck.run("frames", run.recordingPath, "--event", "999999", in: folder)
    #expect(missing.status == 2 && missing.err.contains("no event 999999"), "\(missing)")
    for (option, word) in [("--session", "9"), ("--hop", "both"), ("--sender", "me"), ("--payload", "base64"), ("--run", "nope")] {
      let refused = try await Sttcheck.run("frames", run.recordingPath, option, word, in: folder)
      #expect(refused.status == 2 && refused.out.isEmpty && refused.err.contains(word), "\(refused)")
    }
  }

  @Test func aSecondRunIsAddedToTheFile() async throws {
    let first = try await PlayedRun("run", "baseline", "--relay", FakeRelay(answering: nil).url)
    let second = try await PlayedRun("run", "baseline", "--relay", FakeRelay(answering: nil).url, folder: first.folder)
    let runs = try RecordingFile(path: second.recordingPath).runs()
    #expect(runs.count == 2 && Set(runs.map(\.id)).count == 2)
    let folder = try TemporaryFolder()
    let older = try await Sttcheck.run("report", second.recordingPath, "--run", runs[0].id, "--format", "json", in: folder)
    #expect(try JSONValue(report: older.out)["run"]?["id"]?.string == runs[0].id)
    let unknown = try await Sttcheck.run("report", second.recordingPath, "--run", "nope", in: folder)
    #expect(unknown.status == 2 && unknown.err.contains(runs[0].id) && unknown.err.contains(runs[1].id))
  }
}
