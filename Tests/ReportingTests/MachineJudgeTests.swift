import Diagnosis
import Reporting
import Speech
import Testing
import Timeline

/// What a machine's figures mean for a run.
struct MachineJudgeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let topic: MachineCheck.Topic
    let mark: MachineCheck.Mark
    let says: String
    let change: @Sendable (inout MachineFigures) -> Void

    init(
      _ topic: MachineCheck.Topic, _ mark: MachineCheck.Mark, _ says: String, _ change: @escaping @Sendable (inout MachineFigures) -> Void
    ) {
      self.topic = topic
      self.mark = mark
      self.says = says
      self.change = change
    }

    var testDescription: String { "\(topic) \(mark): \(says)" }
  }

  static func percentiles(_ p50: Double, _ p99: Double, _ max: Double) -> Percentiles {
    Percentiles(count: 100, p50: .milliseconds(p50), p99: .milliseconds(p99), max: .milliseconds(max))
  }

  static let good = MachineFigures(
    clockResolution: 1, wallStep: 0, timer: percentiles(1, 2, 3), loopback: percentiles(1, 1, 2),
    disk: MachineFigures.Disk(
      folder: "/data", write: percentiles(1, 2, 3), freeBytes: 64_000_000_000, failure: nil, flushInterval: .milliseconds(100)),
    openFiles: 4096, cores: 4, load: 0.5, memory: MachineFigures.Memory(available: 8_000_000_000, wanted: 1_073_741_824), proxies: [],
    authority: .none, tlsLibrary: "OpenSSL 3.0.15")

  static let cases: [Case] = [
    Case(.clock, .problem, "went 1.00 s forward") { $0.wallStep = .seconds(1) },
    Case(.clock, .problem, "went 2.00 s back") { $0.wallStep = .seconds(-2) },
    Case(.clock, .ok, "was not set") { $0.wallStep = .milliseconds(999) },
    Case(.clock, .note, "steps of 4.00 ms") { $0.clockResolution = .milliseconds(4) },
    Case(.clock, .ok, "unknown length") { $0.clockResolution = nil },
    Case(.timer, .ok, "paced to within 50 ms; `run` says could-not-tell above 100 ms") { $0.timer = percentiles(1, 50, 60) },
    Case(.timer, .note, "it may come to that") { $0.timer = percentiles(1, 51, 60) },
    Case(.timer, .note, "it may come to that") { $0.timer = percentiles(1, 100, 120) },
    Case(.timer, .problem, "the case here") { $0.timer = percentiles(1, 101, 120) },
    Case(.timer, .problem, "no turn for 500 ms") { $0.timer = percentiles(1, 2, 500) },
    Case(.timer, .problem, "no timer fired") { $0.timer = nil },
    Case(.loopback, .problem, "127.0.0.1") { $0.loopback = nil },
    Case(.loopback, .note, "have that in them") { $0.loopback = percentiles(1, 60, 70) },
    Case(.disk, .problem, "exit code 4") { $0.disk.failure = "Read-only file system" },
    Case(.disk, .problem, "about 3 minutes") { $0.disk.freeBytes = 40_000_000 },
    Case(.disk, .note, "about 9 minutes") { $0.disk.freeBytes = 100_000_000 },
    Case(.disk, .note, "every 100 ms") { $0.disk.write = percentiles(1, 2, 101) },
    Case(.disk, .ok, "about 100 hours") { $0.disk.write = percentiles(1, 2, 100) },
    Case(.disk, .ok, "free space not known") { $0.disk.freeBytes = nil },
    Case(.files, .ok, "no limit") { $0.openFiles = nil },
    Case(.files, .note, "about 56 sessions") { $0.openFiles = 256 },
    Case(.files, .problem, "about 0 sessions") { $0.openFiles = 20 },
    Case(.memory, .note, "--max-memory 250000000") { $0.memory.available = 500_000_000 },
    Case(.memory, .ok, "not known") { $0.memory.available = nil },
    Case(.cores, .note, "4 cores, load 4.5") { $0.load = 4.5 },
    Case(.cores, .ok, "1 core") { ($0.cores, $0.load) = (1, nil) },
    Case(.proxies, .note, "HTTPS_PROXY=http://proxy:3128") {
      $0.proxies = [MachineFigures.Proxy(variable: "HTTPS_PROXY", value: "http://proxy:3128")]
    },
    Case(.authority, .ok, "/c/ca.pem") { $0.authority = .valid(path: "/c/ca.pem") },
    Case(.authority, .note, "not valid any more") { $0.authority = .expired(path: "/c/ca.pem") },
    Case(.authority, .problem, "ca.key is missing") { $0.authority = .unusable(reason: "ca.key is missing") },
    Case(.tls, .ok, "OpenSSL 3.0.15 speaks TLS 1.2 and 1.3") { _ in },
  ]

  @Test func aGoodMachineIsOneLineEachAllInOrder() {
    let report = MachineReport(Self.good)
    let checks = report.checks
    #expect(checks.map(\.topic) == MachineCheck.Topic.allCases)
    #expect(checks.allSatisfy { $0.mark == .ok && $0.remedy == nil })
    #expect(report.headline == "Runs here can be trusted" && !report.hasProblem)
  }

  @Test(arguments: cases) func whatIsDifferentIsJudgedAndNothingElse(_ one: Case) throws {
    var figures = Self.good
    one.change(&figures)
    let report = MachineReport(figures)
    let checks = report.checks
    let check = try #require(checks.first { $0.topic == one.topic })
    #expect(check.mark == one.mark && "\(check.found) \(check.meaning) \(check.remedy ?? "")".contains(one.says), "\(check)")
    // What is not as it should be says what to do.
    #expect((check.mark == .ok) == (check.remedy == nil))
    #expect(checks.filter { $0.topic != one.topic }.allSatisfy { $0.mark == .ok })
    let headline = report.headline
    #expect((one.mark == .problem) == report.hasProblem)
    #expect((one.mark == .problem) == headline.hasPrefix("Runs here may be in doubt"))
    #expect((one.mark == .ok) == !headline.contains(one.topic.rawValue))
  }

  @Test(arguments: cases) func itFitsATerminalAndAProgram(_ one: Case) throws {
    var figures = Self.good
    one.change(&figures)
    let report = MachineReport(figures)
    let lines = MachineFormat.terminal.render(report).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.contains { $0.hasPrefix("\(one.mark.rawValue) ") && $0.contains(one.topic.rawValue) })
    let json = try JSONValue(parsing: Array(MachineFormat.json.render(report).utf8))
    #expect(json["schema"]?.string == "sttcheck.doctor/1" && json["headline"]?.string == report.headline)
    #expect(json["checks"]?.array?.compactMap { $0["mark"]?.string } == report.checks.map(\.mark.rawValue))
  }
}
