import Foundation
import Testing

/// Bad input: exit code 2, one clear error on standard error, and nothing written.
@Suite(.timeLimit(.minutes(5))) struct UsageErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var words: [String]
    /// What the message must say.
    var says: [String]
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., says: String...) {
      self.words = words
      self.says = says
    }
  }

  static let cases = [
    Case("frobnicate", says: "frobnicate", "--help"),
    Case("run", "--frob", says: "--frob", "--help"),
    Case("run", "baselin", says: "'baselin'", "baseline, wav-header", "did you mean 'baseline'?"),
    Case("run", "smoke", says: "is a suite", "write --suite smoke"),
    Case("run", "nosuch.yaml", says: "nosuch.yaml", "check the path"),
    Case("run", "folder", says: "folder", "a scenario is wanted"),
    Case("run", "typo.yaml", says: "typo.yaml:8:5:", "'awiat'", "allowed: connect", "did you mean 'await'?"),
    Case("run", "noise.yaml", says: "noise.yaml:1:", "not a text file"),
    Case("run", "empty.yaml", says: "empty.yaml:1:1:", "empty"),
    Case("run", "--suite", "smok", says: "--suite", "smoke, standard", "did you mean 'smoke'?"),
    Case("run", "baseline", "--profile", "typo.yaml", says: "typo.yaml:", "a profile was expected"),
    Case("run", "baseline", "--profile", "profile.yaml", says: "profile.yaml:2:1:", "'headrs'", "did you mean 'headers'?"),
    Case("run", "baseline", "--profile", "unset.yaml", says: "unset.yaml:2:", "STTCHECK_TEST_UNSET", "not set"),
    Case("run", "baseline", "--profile", "nosuch.yaml", says: "nosuch.yaml", "profile"),
    Case("run", "baseline", "--format", "pdf", says: "--format", "'pdf'", "html, markdown, json, junit, tap, github"),
    Case("run", "baseline", "--format", "htm", says: "--format", "'htm'", "did you mean 'html'?"),
    Case("run", "baseline", "--format", "", says: "--format", "html, markdown, json, junit, tap, github"),
    Case("run", "baseline", "--fail-on", "errors", says: "--fail-on", "error, warning, never"),
    Case("run", "baseline", "--fault", "early-brake", says: "early-brake", "early-break"),
    Case("init", says: "url"),
    Case("init", "http://127.0.0.1/x", says: "ws://"),
    Case("init", "ws://127.0.0.1:9", "--output", "profile.yaml", says: "profile.yaml is there already", "--force"),
    Case("init", "wss://api.deepgram.com/v1/listen", says: "the service itself", "deepgram-direct"),
    Case("run", "baseline", "--relay", "http://127.0.0.1/x", says: "--relay", "ws://"),
    Case("run", "baseline", "--relay", "ws://", says: "--relay", "host"),
    Case("run", "baseline", "--relay", "ws://127.0.0.1:99999/", says: "--relay", "65535"),
    Case("run", "baseline", "--relay", "localhost:8080", says: "--relay", "scheme"),
    Case("run", "baseline", "--relay", "ws://127.0.0.1:1/", "--fault", "early-break", says: "--fault"),
    Case("run", "baseline", "--relay", "ws://127.0.0.1:1/", "--service-listen", "99999", says: "--service-listen", "HOST:PORT"),
    Case("run", "baseline", "--service-listen", "127.0.0.1:0", says: "--service-listen", "--relay"),
    Case("run", "baseline", "--relay", "ws://127.0.0.1:1/", "--service-listen", "127.0.0.1:0", says: "--service-listen", "port 0"),
    Case("run", "baseline", "--record", "", says: "--record", "path"),
    Case("run", "baseline", "--timeout", "0", says: "--timeout", "seconds"),
    Case("run", "baseline", "--timeout", "soon", says: "--timeout", "soon"),
    Case("run", "baseline", "--repeat", "0", says: "--repeat"),
    Case("run", "baseline", "--jobs", "0", says: "--jobs"),
    Case("run", "baseline", "--audio", "nosuch.wav", says: "nosuch.wav", "audio file"),
    Case("run", "baseline", "--audio", "cut.wav", says: "cut.wav", "246924", "cut short"),
    Case("run", "baseline", "--audio", "empty.yaml", says: "empty.yaml", "empty"),
    Case("diagnose", "nosuch.sqlite", says: "nosuch.sqlite"),
    Case("diagnose", "typo.yaml", says: "typo.yaml", "not a recording"),
    Case("report", "folder", says: "folder"),
    Case("report", "nosuch.sqlite", "--format", "", says: "--format", "html, markdown, json, junit, tap, github"),
    Case("report", "nosuch.sqlite", "--format", "markdown,json", says: "--output"),
    Case("frames", "nosuch.sqlite", says: "nosuch.sqlite"),
    Case("history", "nosuch.sqlite", says: "nosuch.sqlite"),
    Case("history", "typo.yaml", says: "typo.yaml", "not a recording"),
    Case("history", "folder", "--format", "htm", says: "--format", "terminal, markdown, html, json", "did you mean 'html'?"),
    Case("history", "folder", "--format", "html,json", says: "--output"),
    Case("diff", "nosuch.sqlite", "nosuch.sqlite", says: "nosuch.sqlite"),
    Case("diff", "nosuch.sqlite:", "nosuch.sqlite", says: "FILE:RUN"),
    Case("diff", "nosuch.sqlite", says: "recording"),
    Case("scenarios", "baselin", says: "baselin", "did you mean 'baseline'?"),
    Case("rules", "early-brek", says: "early-brek", "did you mean 'early-break'?"),
    Case("rules", "--format", "pdf", says: "--format", "text, markdown"),
    Case("run", "--service-fault", "rset", says: "--service-fault", "hang-in-handshake", "did you mean 'reset'?"),
    Case("run", "--relay", "ws://127.0.0.1:1", "--service-fault", "reset", says: "--service-fault", "--service-listen"),
    Case(
      "run", "--relay", "ws://127.0.0.1:1", "--service-listen", "127.0.0.1:0", "--start", "true", "--service-forward", "wss://a.test",
      "--service-fault", "reset", says: "--service-fault", "--service-forward"),
    Case("lab", "service", "--service-fault", "close-1009", says: "--service-fault", "did you mean 'close-1008'?"),
    Case("lab", "service", "--listen", "nowhere", says: "--listen", "HOST:PORT"),
    Case("lab", "service", "--fault", "early-break", says: "--fault", "relay"),
    Case("lab", "relay", says: "--service"),
    Case("lab", "relay", "--service", "http://127.0.0.1:1", says: "--service", "ws://"),
  ]

  private func prepared() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.makeFolder("folder")
    try folder.write(Samples.text("scenarios/ok/baseline.yaml").replacingOccurrences(of: "- await", with: "- awiat"), to: "typo.yaml")
    try folder.write((0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }, to: "noise.yaml")
    try folder.write("", to: "empty.yaml")
    try folder.write("relay: ws://127.0.0.1:1/\nheadrs: {}\n", to: "profile.yaml")
    try folder.write("relay: ws://127.0.0.1:1/\nheaders: { Authorization: \"Bearer ${STTCHECK_TEST_UNSET}\" }\n", to: "unset.yaml")
    try folder.write(Array(Samples.wav("one-sentence.wav").prefix(3000)), to: "cut.wav")
    return folder
  }

  @Test(arguments: cases) func badInputIsRefused(_ test: Case) async throws {
    let folder = try prepared()
    let before = try folder.files()
    let ended = try await Gate.programs.pass { try await Sttcheck(test.words, in: folder).end() }
    #expect(ended.status == 2 && !ended.bySignal, "\(ended)")
    #expect(ended.out.isEmpty)
    for word in test.says { #expect(ended.err.contains(word), "'\(word)' is missing in: \(ended.err)") }
    #expect(try folder.files() == before && folder.entries.count == 7, "\(folder.entries)")
  }

  @Test func aPortInUseIsRefused() async throws {
    let taken = try FakeRelay { _ in "" }
    let folder = try TemporaryFolder()
    let address = "127.0.0.1:\(taken.port)"
    let lab = try await Sttcheck.run("lab", "service", "--listen", address, in: folder)
    #expect(lab.status == 2 && lab.err.contains(address) && lab.err.contains("EADDRINUSE"), "\(lab)")
    let run = try await Sttcheck.run("run", "baseline", "--relay", taken.url, "--service-listen", address, in: folder)
    #expect(run.status == 2 && run.err.contains(address) && run.err.contains("EADDRINUSE"), "\(run)")
    #expect(folder.entries.isEmpty, "\(folder.entries)")
  }
}
