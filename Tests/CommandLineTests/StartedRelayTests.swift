import Foundation
import Speech
import TestSupport
import Testing
import Timeline

/// `--start`: the relay is started, led to the run's service, listened to and stopped.
@Suite(.timeLimit(.minutes(5))) struct StartedRelayTests {
  /// Plays against the lab's relay, which is told where its service is by the variable that every started relay has.
  private func played(
    _ scenarios: [String], _ fault: String = "", environment: [String: String] = [:], before: String = ""
  ) async throws -> (run: PlayedRun, port: Int) {
    let folder = try TemporaryFolder()
    let port = try await FreePorts.shared.next()
    let relay = "\(try BuiltBinary.path()) lab relay --listen 127.0.0.1:\(port) --service $STTCHECK_SERVICE_URL \(fault)"
    let words = ["run"] + scenarios + ["--relay", "ws://127.0.0.1:\(port)/speech/stt:test", "--start", before + relay, "--format", "json"]
    let run = try await Gate.programs.pass {
      try await PlayedRun.ungated(words, environment: ["XDG_CONFIG_HOME": folder.path].merging(environment) { $1 }, folder: folder)
    }
    return (run, port)
  }

  private static func refused(_ words: [String], _ environment: [String: String] = [:]) async throws -> (
    ended: Ended, folder: TemporaryFolder
  ) {
    let (folder, home) = (try TemporaryFolder(), try TemporaryFolder())
    let ended = try await Gate.programs.pass {
      try await Sttcheck(["run", "baseline"] + words, in: folder, environment: ["XDG_CONFIG_HOME": home.path]).end()
    }
    return (ended, folder)
  }

  /// Its output goes into a log beside the recording and into the session, with its times and without its key; and it is gone afterwards.
  @Test func aHealthyRelay() async throws {
    let key = "key-of-the-test-\(UUID().uuidString)"
    let before = "echo the key is $DEEPGRAM_API_KEY; echo $$ > pid; (while sleep 0.2; do echo tick; done) & exec "
    let (run, port) = try await played(["baseline"], environment: ["DEEPGRAM_API_KEY": key, "NO_PROXY": "*"], before: before)
    #expect(run.ended.status == 0, "\(run.ended)")
    let log = try run.folder.text("Reports/sttcheck.relay.log")
    #expect(log.contains("the key is [redacted]") && log.contains("listening on ws://127.0.0.1:\(port)"), "\(log)")
    #expect(log.split(separator: "\n").filter { $0.hasSuffix("  tick") }.count >= 5)
    let recording = try run.recording()
    let printed = recording.events.compactMap { event in
      if case .note(let note) = event.kind, note.code == .relayOutput { note.text } else { nil }
    }
    #expect(printed.filter { $0 == "tick" }.count >= 5, "\(printed)")
    #expect(recording.run.serviceHop == .simulated)
    for (name, bytes) in try run.folder.files() { #expect(!String(decoding: bytes, as: UTF8.self).contains(key), "\(name)") }
    let pid = try #require(Int32(try run.folder.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(pid, 0) == -1)
  }

  @Test func aBrokenRelay() async throws {
    let (run, _) = try await played(["two-utterances"], "--fault early-break", environment: ["DEEPGRAM_API_KEY": "any-key-at-all"])
    #expect(run.ended.status == 1, "\(run.ended)")
    let cause = try #require(run.report()["root_causes"]?[0])
    #expect(cause["rule"]?.string == "early-break" && cause["certainty"]?.string == "proven" && cause["party"]?.string == "relay")
  }

  /// It dies in the first session: that is the cause, with the words of its process.
  @Test func aRelayThatDies() async throws {
    let folder = try TemporaryFolder()
    let port = try await FreePorts.shared.next()
    let relay = "\(try BuiltBinary.path()) lab relay --listen 127.0.0.1:\(port) --service $STTCHECK_SERVICE_URL"
    let start = "\(relay) & relay=$!; while [ ! -e dead ]; do sleep 0.05; done; echo out of memory; kill -s KILL $relay; exit 7"
    let ended = try await Gate.programs.pass {
      let run = try Sttcheck(
        ["run", "baseline", "two-utterances", "--relay", "ws://127.0.0.1:\(port)/speech", "--start", start, "--format", "json"], in: folder,
        environment: ["XDG_CONFIG_HOME": folder.path, "DEEPGRAM_API_KEY": "any-key-at-all"])
      try await run.until("audio in the recording") { Recording.sentFrames(at: folder.file("Reports/sttcheck.sqlite")) >= 20 }
      try folder.write("", to: "dead")
      return try await run.end()
    }
    #expect(ended.status == 1, "\(ended)")
    #expect(ended.err.contains("ended in the midst of the run, with exit status 7; it printed last:\n  | "), "\(ended)")
    let cause = try #require(JSONValue(report: folder.text("Reports/report.json"))["root_causes"]?[0])
    #expect(cause["rule"]?.string == "relay-crashed" && cause["certainty"]?.string == "proven")
    #expect(cause["summary"]?.string?.contains("with exit status 7; it printed last: out of memory.") == true, "\(cause)")
  }

  struct Failing: Sendable, CustomTestStringConvertible {
    var start: String
    var status: Int32
    var says: [String]
    var testDescription: String { start }
  }

  @Test(arguments: [
    Failing(start: "no-such-command --listen", status: 2, says: ["'no-such-command --listen' can't be run", "127"]),
    Failing(start: "echo no key; exit 3", status: 3, says: ["ended before it took connections", "exit status 3", "  | no key"]),
    Failing(start: "kill -s SEGV $$", status: 3, says: ["signal 11 (SIGSEGV)", "it printed nothing"]),
    Failing(start: "echo waiting; sleep 1000", status: 3, says: ["takes no connections", "after 1 s", "--start-timeout", "  | waiting"]),
    Failing(start: " ", status: 2, says: ["a command is wanted"]),
  ])
  func aRelayThatDoesNotComeUp(failing: Failing) async throws {
    let port = try await FreePorts.shared.next()
    let words = ["--relay", "ws://127.0.0.1:\(port)/", "--start", failing.start, "--start-timeout", "1"]
    let (ended, folder) = try await Self.refused(words)
    #expect(ended.status == failing.status && ended.out.isEmpty, "\(ended)")
    let errors = ended.err.split(separator: "\n").filter { $0.hasPrefix("sttcheck: ") }
    #expect(errors.count == 1 && errors[0].hasPrefix("sttcheck: --start: "), "\(ended)")
    for words in failing.says { #expect(ended.err.contains(words), "\(words): \(ended)") }
    // What it printed stays, where it may say why.
    #expect(try folder.files().keys.sorted() == (failing.status == 3 ? ["Reports/sttcheck.relay.log"] : []))
  }

  @Test func aPortThatIsTakenIsNamed() async throws {
    let taken = try FakeRelay { _ in "HTTP/1.1 404 Not Found\r\n\r\n" }
    let (ended, folder) = try await Self.refused(["--relay", taken.url, "--start", "sleep 1000"])
    #expect(ended.status == 2 && ended.err.contains("somebody listens at 127.0.0.1:\(taken.port) already"), "\(ended)")
    #expect(try folder.files().isEmpty)
    let (proxy, _) = try await Self.refused(["--relay", "ws://127.0.0.1:1/", "--service-proxy", "127.0.0.1:\(taken.port)"])
    #expect(proxy.status == 2 && proxy.err.contains("--service-proxy: 127.0.0.1:\(taken.port) cannot be listened on"), "\(proxy)")
  }

  @Test(arguments: [
    (["--start", "true"], "goes with --relay"), (["--service-proxy", "127.0.0.1:9"], "goes with --relay"),
    (["--relay", "ws://127.0.0.1:1/", "--service-proxy", "127.0.0.1:0"], "port 0"),
    (["--relay", "ws://127.0.0.1:1/", "--service-proxy", "9091"], "HOST:PORT"),
  ])
  func whatDoesNotGoTogether(words: [String], says: String) async throws {
    let (ended, folder) = try await Self.refused(words)
    #expect(ended.status == 2 && ended.err.contains(says), "\(ended)")
    #expect(try folder.files().isEmpty)
  }

  /// Told to stop, it stops the relay; killed, it can't, and the relay is stopped all the same.
  @Test(arguments: [SIGINT, SIGKILL]) func theRelayNeverOutlivesIt(signal: Int32) async throws {
    let folder = try TemporaryFolder()
    let port = try await FreePorts.shared.next()
    let relay = "echo $$ > pid; exec \(try BuiltBinary.path()) lab relay --listen 127.0.0.1:\(port) --service $STTCHECK_SERVICE_URL"
    try await Gate.programs.pass {
      let run = try Sttcheck(
        ["run", "--relay", "ws://127.0.0.1:\(port)/speech", "--start", relay], in: folder,
        environment: ["XDG_CONFIG_HOME": folder.path, "DEEPGRAM_API_KEY": "any-key-at-all"])
      try await run.until("audio in the recording") { Recording.sentFrames(at: folder.file("Reports/sttcheck.sqlite")) >= 20 }
      run.send(signal)
      let ended = try await run.end()
      #expect(ended.status == (signal == SIGINT ? 130 : SIGKILL), "\(ended)")
    }
    let pid = try #require(Int32(try folder.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    try await eventually("the relay's end") { Self.isGone(pid) }
  }

  /// One that nobody has asked about since it ended (state Z) is gone too.
  private static func isGone(_ pid: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
    return status.lastIndex(of: ")").map { status[$0...].hasPrefix(") Z") } ?? true
  }

  /// More than this machine can use it: that is said.
  @Test func whatIsOpenToOthersIsLoud() async throws {
    let (port, folder) = (try await FreePorts.shared.next(), try TemporaryFolder())
    let ended = try await Sttcheck.run(
      "run", "baseline", "--relay", "ws://127.0.0.1:1/", "--service-proxy", "0.0.0.0:\(port)", "--service-listen", "0.0.0.0:0", in: folder,
      environment: ["XDG_CONFIG_HOME": folder.path])
    #expect(ended.status == 3, "\(ended)")
    #expect(ended.err.contains("WARNING: --service-proxy 0.0.0.0") && ended.err.contains("WARNING: --service-listen 0.0.0.0"), "\(ended)")
  }
}
