import Foundation
import Speech
import TestSupport
import Testing

/// One of the relays in `Relays`, and what is wrong with it.
struct FieldRelay: Sendable, CustomTestStringConvertible {
  /// Which sides of it are seen.
  enum View: String, Sendable {
    /// The simulated service is `sttcheck run`'s own.
    case bothHops
    /// The service is somebody else's: a program of its own.
    case clientHop
  }

  /// What a diagnosis says first.
  struct Answer: Sendable {
    var exit: Int32
    var verdict: String
    var rule: String?
    var certainty: String?
    var severity: String?
    var alternatives: [String]
    var text: String
    /// The shape that each session's messages were read in.
    var shapes: [String]
    var transcripts: [String]
    /// What the relay printed.
    var relayOutput = ""
    /// All that was written, recording and report, byte for byte.
    var written = Data()
  }

  var file: String
  var fault = "none"
  var options: [String: String] = [:]
  var scenarios = ["baseline", "two-utterances"]
  /// A profile as YAML, `PORT` in the place of the relay's port; nil: `--relay` alone.
  var profile: String?
  /// Further words of the run's command.
  var words: [String] = []
  /// Environment of the run: what the profile's `${NAME}` stand for.
  var secrets: [String: String] = [:]

  var testDescription: String { "\(file) \(fault)\(options.isEmpty ? "" : " \(options.values.sorted())") \(scenarios)" }

  /// Plays the scenarios against it, when it is its turn.
  func diagnosed(_ view: View) async throws -> Answer { try await Gate.relays.pass { try await played(view) } }

  /// Nothing that was started outlives this.
  private func played(_ view: View) async throws -> Answer {
    let python = try #require(Surroundings.python)
    let sttcheck = try Surroundings.sttcheck()
    let (port, servicePort) = (try await FreePorts.shared.next(), try await FreePorts.shared.next())
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("field-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let own = ["LISTEN": "\(port)", "SERVICE_URL": "ws://127.0.0.1:\(servicePort)", "FAULT": fault]
    let relay = try Program(python, [Surroundings.relay(file)], environment: own.merging(options) { $1 })
    defer { relay.kill() }
    let service = view == .clientHop ? try Program(sttcheck, ["lab", "service", "--listen", "127.0.0.1:\(servicePort)"]) : nil
    defer { service?.kill() }
    try await service?.listens(on: servicePort)
    try await relay.listens(on: port)

    let words =
      ["run"] + scenarios + (try way(port, folder)) + ["--format", "json"]
      + ["--report", folder.path, "--record", folder.appendingPathComponent("run.sqlite").path]
      + self.words + (view == .bothHops ? ["--service-listen", "127.0.0.1:\(servicePort)"] : [])
    let run = try Program(sttcheck, words, environment: secrets)
    defer { run.kill() }
    let exit = try await run.end(within: .seconds(90))
    guard let report = try? Data(contentsOf: folder.appendingPathComponent("report.json")) else {
      return Answer(exit: exit, verdict: "", alternatives: [], text: run.output + relay.output, shapes: [], transcripts: [])
    }
    var answer = Self.answer(try JSONValue(parsing: [UInt8](report)), exit: exit, text: run.output + relay.output)
    answer.relayOutput = relay.output
    answer.written = report + (try Data(contentsOf: folder.appendingPathComponent("run.sqlite")))
    return answer
  }

  /// How the run is told where the relay is.
  private func way(_ port: Int, _ folder: URL) throws -> [String] {
    guard let profile else { return ["--relay", "ws://127.0.0.1:\(port)/speech/stt:test"] }
    let file = folder.appendingPathComponent("profile.yaml")
    try Data(profile.replacingOccurrences(of: "PORT", with: "\(port)").utf8).write(to: file)
    return ["--profile", file.path]
  }

  private static func answer(_ report: JSONValue, exit: Int32, text: String) -> Answer {
    let first = report["root_causes"]?[0]
    return Answer(
      exit: exit, verdict: report["verdict"]?.string ?? "", rule: first?["rule"]?.string, certainty: first?["certainty"]?.string,
      severity: first?["severity"]?.string, alternatives: (first?["alternatives"]?.array ?? []).compactMap { $0["rule"]?.string },
      text: text, shapes: (report["sessions"]?.array ?? []).compactMap { $0["received"]?["shape"]?.string },
      transcripts: (report["sessions"]?.array ?? []).compactMap { $0["transcript"]?.string })
  }
}
