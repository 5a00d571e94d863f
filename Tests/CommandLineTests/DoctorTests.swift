import Speech
import Testing

/// `sttcheck doctor`: what this machine means for the times of a run.
@Suite(.timeLimit(.minutes(5))) struct DoctorTests {
  private static let topics = ["clock", "timer", "loopback", "disk", "files", "memory", "cores", "proxies", "authority", "tls"]

  /// A configuration of its own: whether this machine's user has an authority says nothing here.
  private func doctor(_ words: [String], _ folder: TemporaryFolder, _ environment: [String: String] = [:]) async throws -> (
    Ended, JSONValue
  ) {
    let own = ["XDG_CONFIG_HOME": folder.file("configuration")]
    let ended = try await Gate.programs.pass {
      try await Sttcheck(["doctor", "--format", "json"] + words, in: folder, environment: own.merging(environment) { $1 }).end()
    }
    return (ended, try JSONValue(parsing: Array(ended.out.utf8)))
  }

  private func check(_ topic: String, _ report: JSONValue) throws -> JSONValue {
    try #require(report["checks"]?.array?.first { $0["topic"]?.string == topic })
  }

  /// How busy the machine is that tests this is not ours to say: the exit code follows from what is said.
  @Test func everyTopicIsMeasuredAndNothingIsLeft() async throws {
    let folder = try TemporaryFolder()
    let (ended, report) = try await doctor([], folder)
    let checks = try #require(report["checks"]?.array)
    #expect(checks.compactMap { $0["topic"]?.string } == Self.topics && ended.err.isEmpty, "\(ended)")
    #expect(ended.status == (checks.contains { $0["mark"]?.string == "problem" } ? 1 : 0))
    for topic in ["timer", "loopback"] { #expect(try check(topic, report)["found"]?.string?.contains("(p99)") == true) }
    #expect(try check("disk", report)["found"]?.string?.contains("a synced write takes") == true)
    #expect(try check("authority", report)["found"]?.string == "none was made yet")
    #expect(folder.entries.isEmpty)
  }

  @Test func aProxyIsNamedWithoutItsPassword() async throws {
    let folder = try TemporaryFolder()
    let (ended, report) = try await doctor([], folder, ["HTTPS_PROXY": "http://me:hunter2@proxy.example:3128"])
    let found = try #require(try check("proxies", report)["found"]?.string)
    #expect(found.contains("HTTPS_PROXY=http://…@proxy.example:3128") && !ended.out.contains("hunter2"))
  }

  @Test func aFolderThatIsAFileAndABrokenAuthorityAreProblems() async throws {
    let folder = try TemporaryFolder()
    try folder.write("no folder", to: "plain")
    try folder.makeFolder("configuration/sttcheck")
    try folder.write("no certificate", to: "configuration/sttcheck/ca.pem")
    let (ended, report) = try await doctor(["--record", "plain/a.sqlite"], folder)
    #expect(ended.status == 1)
    for topic in ["disk", "authority"] {
      let check = try check(topic, report)
      #expect(check["mark"]?.string == "problem" && check["remedy"]?.string?.isEmpty == false, "\(check)")
    }
  }

  @Test func anUnknownFormatIsSaid() async throws {
    let folder = try TemporaryFolder()
    let ended = try await Sttcheck.run("doctor", "--format", "jsn", in: folder)
    #expect(ended.status == 2 && ended.err.contains("allowed: terminal, json") && ended.err.contains("did you mean 'json'"))
  }
}
