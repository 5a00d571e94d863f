import Speech
import Store
import Testing
import Timeline

/// Every fault, put into the built-in lab over real sockets: its root cause comes first, and its evidence is in the recording.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var fault: String
    var rule: String
    var party = "relay"
    var scenario = "baseline"
    var testDescription: String { fault }
  }

  static let cases = [
    Case(fault: "container-declared-for-raw-audio", rule: "container-declared-for-raw-audio"),
    Case(fault: "raw-declared-for-container-audio", rule: "raw-declared-for-container-audio"),
    Case(fault: "sample-rate-mismatch", rule: "sample-rate-mismatch"),
    Case(fault: "close-stream-missing", rule: "close-stream-missing"),
    Case(fault: "closed-before-final", rule: "closed-before-final"),
    Case(fault: "results-not-forwarded", rule: "results-not-forwarded"),
    Case(fault: "early-break", rule: "early-break", scenario: "two-utterances"),
    Case(fault: "early-break:mute", rule: "early-break", scenario: "two-utterances"),
    Case(fault: "close-stream-missing:client", rule: "close-stream-missing", party: "client"),
    Case(fault: "pacing-too-fast", rule: "pacing-too-fast", party: "client"),
    Case(fault: "service-refused", rule: "service-refused", party: "service"),
  ]

  @Test(arguments: cases) func theRootCauseIsNamed(_ test: Case) async throws {
    let run = try await PlayedRun("run", test.scenario, "--fault", test.fault, "--format", "json")
    #expect(run.ended.status == 1, "\(run.ended)")
    #expect(run.ended.out.contains("FAULTY") && run.ended.out.contains(test.rule))
    let report = try run.report()
    #expect(report["verdict"]?.string == "faulty")
    let cause = try #require(report["root_causes"]?[0])
    #expect(cause["rule"]?.string == test.rule && cause["party"]?.string == test.party && cause["severity"]?.string == "error")
    let members: Set = ["rule", "certainty", "severity", "party", "summary", "remedy", "evidence", "explains", "alternatives"]
    #expect(cause.keys.isSuperset(of: members))
    #expect(cause["remedy"]?.string?.isEmpty == false && report["headline"]?.string?.contains(", ") == true)

    let recording = try run.recording()
    let known = Set(recording.events.map { Int($0.id) })
    let evidence = try #require(cause["evidence"]?.array)
    #expect(evidence.contains { $0["events"]?.array?.isEmpty == false })
    #expect(report.evidenceEvents.allSatisfy(known.contains))
    #expect(evidence.allSatisfy { item in recording.sessions.contains { $0.number == item["session"]?.integer } })
    #expect(try RecordingFile(path: run.recordingPath).findings().contains { $0.rule == test.rule })
    let again = try await Sttcheck.run("diagnose", run.recordingPath, in: TemporaryFolder())
    #expect(again.status == 1 && again.out == run.ended.out)
  }

  @Test func everyFaultOfTheLabIsHere() async throws {
    let listed = try await Sttcheck.run("lab", "faults", in: TemporaryFolder())
    let names = Set(listed.out.split(separator: "\n").map { String($0.prefix { $0 != " " }) })
    #expect(listed.status == 0)
    // Those played here are there, among all the others.
    #expect(names.isSuperset(of: Self.cases.map(\.fault)) && names.count > Self.cases.count)
  }

  @Test func failOnNeverForgives() async throws {
    let run = try await PlayedRun("run", "baseline", "--fault", "service-refused", "--fail-on", "never", "--quiet")
    #expect(run.ended.status == 0 && run.ended.out.hasPrefix("faulty: ") && run.ended.out.split(separator: "\n").count == 1)
  }
}
