import Foundation
import TestSupport
import Testing
import Timeline
import Wire

/// Keys are not where one seldom looks either: in what is made of a recording, the process list, a core dump, what a relay prints.
@Suite(.timeLimit(.minutes(5))) struct SecretPlacesTests {
  private static let canary = "Zq%7E+tok~w!9~kX4vB"

  /// Whatever can be made of a recording: its commands print it, or write it to `made`.
  private static let makers: [[String]] =
    [["diagnose", "--ladder", "--verbose"], ["frames"], ["frames", "--payload", "hex"]]
    + [["--har"], ["--ndjson"], ["--text"], ["--srt"], ["--vtt"]].map { ["export"] + $0 }
    + [["export", "--seal", "--output", "made/sealed.sqlite"], ["export", "--wav", "client", "--output", "made/client.wav"]]
    + [
      ["report", "--format", "html,markdown,json,junit,tap,github", "--output", "made"],
      ["history", "--format", "terminal,markdown,html,json", "--output", "made"],
    ]

  @Test func whatIsMadeOfARecording() async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("made")
    try folder.write(
      """
      headers: { Authorization: "Bearer ${STTCHECK_TEST_SECRET}", Cookie: "a=b; session=${STTCHECK_TEST_SECRET}" }
      query: { token: "${STTCHECK_TEST_SECRET}" }
      subprotocols: ["stt.v1", "access_token.${STTCHECK_TEST_TOKEN}"]
      """, to: "sttcheck.yaml")
    let run = try await PlayedRun("run", "baseline", environment: SecretTests.environment, folder: folder)
    #expect(run.ended.status == 0, "\(run.ended)")
    var files: [String: [UInt8]] = [:]
    for words in Self.makers + [["diff"]] {
      let places = [run.recordingPath] + (words == ["diff"] ? [run.recordingPath, "--format", "terminal"] : [])
      let ended = try await Gate.programs.pass {
        try await Sttcheck([words[0]] + places + words.dropFirst(), in: folder, environment: SecretTests.environment).end()
      }
      #expect(ended.status == 0 && !ended.bySignal, "\(words): \(ended)")
      files["\(words)"] = Array((ended.out + ended.err).utf8)
    }
    for (name, bytes) in try folder.files() where name != "sttcheck.yaml" { files[name] = bytes }
    for name in ["report.html", "index.html", "sealed.sqlite", "client.wav"] { #expect(files["made/\(name)"]?.isEmpty == false, "\(name)") }
    for secret in [SecretTests.secret, SecretTests.token] { #expect(Secrecy.leaks(of: secret, in: files) == []) }
  }

  /// In every form; and its own core dumps, if it leaves any, are its owner's affair, as they were.
  @Test func whatAStartedRelayPrints() async throws {
    let folder = try TemporaryFolder()
    let port = try await FreePorts.shared.next()
    let said = Secrecy.forms(of: Self.canary).values.map { String(decoding: $0, as: UTF8.self) }.sorted().joined(separator: "\n")
    let relay = "\(try BuiltBinary.path()) lab relay --listen 127.0.0.1:\(port) --service $STTCHECK_SERVICE_URL"
    let words = [
      "run", "baseline", "--relay", "ws://127.0.0.1:\(port)/speech/stt:test", "--format", "html,markdown,json,junit,tap,github",
      "--start", #"ulimit -c > started; echo "$SAID"; echo "the key is $DEEPGRAM_API_KEY" >&2; exec \#(relay)"#,
    ]
    let shell = #"(ulimit -S -c 4096) 2>/dev/null && ulimit -S -c 4096; ulimit -c > before; exec "$0" "$@""#
    let ended = try await Gate.programs.pass {
      try await Sttcheck(
        ["-c", shell, try BuiltBinary.path()] + words, in: folder,
        environment: ["XDG_CONFIG_HOME": folder.path, "DEEPGRAM_API_KEY": Self.canary, "SAID": said, "NO_PROXY": "*"], program: "/bin/sh"
      ).end()
    }
    #expect(ended.status == 0 && !ended.bySignal, "\(ended)")
    #expect(try folder.text("started") == folder.text("before"))
    var files = try folder.files()
    files["printed"] = Array((ended.out + ended.err).utf8)
    #expect(try folder.text("Reports/sttcheck.relay.log").contains("the key is [redacted]"))
    #expect(Secrecy.leaks(of: Self.canary, in: files) == [])
  }

  /// Beside it on the same machine: `ps` shows every command line, and a dump of its memory would hold everything.
  @Test(arguments: [
    ["lab", "service", "--keys", canary], ["lab", "service", "--keys=\(canary)"],
    ["lab", "relay", "--service", "ws://127.0.0.1:9", "--authorization", "Bearer \(canary)"],
    ["lab", "relay", "--service", "ws://127.0.0.1:9", "--authorization=Bearer \(canary)"],
    ["tap", "--to", "ws://127.0.0.1:9/x?token=\(canary)&lang=en"],
  ])
  func theProcessListAndACoreDump(_ words: [String]) async throws {
    let folder = try TemporaryFolder()
    try await Gate.programs.pass {
      let program = try Sttcheck(words + ["--listen", "127.0.0.1:0"], in: folder, environment: [:])
      try await program.until("the line that says where it listens") { (program.out + program.err).contains("listening on") }
      let title = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(program.number)/cmdline"))
      #expect(Secrecy.leaks(of: Self.canary, in: ["title": Array(title)]) == [])
      // All else is there to be seen.
      let shown = title.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      #expect(shown.dropFirst().count == words.count + 2 && zip(shown.dropFirst(), words).allSatisfy { $0.utf8.count == $1.utf8.count })
      #expect(
        shown.contains("lab") || shown.contains { $0.hasPrefix("ws://127.0.0.1:9/x?token=*") && $0.hasSuffix("&lang=en") }, "\(shown)")
      let limits = try String(contentsOfFile: "/proc/\(program.number)/limits", encoding: .utf8)
      let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }?.split(separator: " "))
      #expect(["0", "1"].contains(core[4]), "\(core)")
      program.send(SIGTERM)
      _ = try await program.end()
    }
  }
}
