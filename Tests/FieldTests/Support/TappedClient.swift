import Foundation
import Speech
import TestSupport
import Testing

/// A client that somebody else wrote, through taps of `sttcheck`: before the service alone, or before and behind a relay.
struct TappedClient: Sendable {
  var script: String
  /// One of the relays in `Relays`, with a tap on each side; nil: the client calls the service.
  var relay: String?
  var environment: [String: String] = [:]

  struct Outcome: Sendable {
    /// What the client told.
    var told: JSONValue
    var report: JSONValue
    var exit: Int32
    var text: String
    /// The recording, as HAR.
    var har: JSONValue
    var written: Data
  }

  func played() async throws -> Outcome { try await Gate.relays.pass { try await play() } }

  /// Nothing that was started outlives this.
  private func play() async throws -> Outcome {
    let python = try #require(Surroundings.python)
    let sttcheck = try Surroundings.sttcheck()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tap-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let service = try Program(sttcheck, ["lab", "service", "--listen", "127.0.0.1:0"])
    defer { service.kill() }
    let (front, back, port) = (try await FreePorts.shared.next(), try await FreePorts.shared.next(), try await FreePorts.shared.next())
    var words = ["tap", "--listen", "127.0.0.1:\(back)", "--to", try await service.url()]
    var program: Program?
    defer { program?.kill() }
    if let relay {
      words += ["--listen", "127.0.0.1:\(front)", "--to", "ws://127.0.0.1:\(port)"]
      let started = try Program(
        python, [Surroundings.relay(relay)],
        environment: ["LISTEN": "\(port)", "SERVICE_URL": "ws://127.0.0.1:\(back)"].merging(environment) { $1 })
      program = started
      try await started.listens(on: port)
    }
    let record = folder.appendingPathComponent("tap.sqlite").path
    let tap = try Program(sttcheck, words + ["--sessions", "1", "--record", record, "--report", folder.path, "--format", "json"])
    defer { tap.kill() }
    try await tap.listens(on: relay == nil ? back : front)
    let out = folder.appendingPathComponent("told.json")
    let client = try Program(
      python, [Surroundings.client(script)],
      environment: [
        "URL": "ws://127.0.0.1:\(relay == nil ? back : front)", "KEY": "a-key-of-the-clients", "AUDIO": Surroundings.audio("one-sentence"),
        "OUT": out.path,
      ])
    defer { client.kill() }
    let ended = try await client.end(within: .seconds(90))
    try #require(ended == 0, "\(client.output)\n\(tap.output)")
    let exit = try await tap.end(within: .seconds(90))
    let har = folder.appendingPathComponent("tap.har")
    let export = try Program(sttcheck, ["export", record, "--har", "--output", har.path])
    try #require(try await export.end(within: .seconds(90)) == 0, "\(export.output)")
    let report = try Data(contentsOf: folder.appendingPathComponent("report.json"))
    return Outcome(
      told: try JSONValue(parsing: [UInt8](Data(contentsOf: out))), report: try JSONValue(parsing: [UInt8](report)), exit: exit,
      text: tap.output, har: try JSONValue(parsing: [UInt8](Data(contentsOf: har))),
      written: try report + Data(contentsOf: URL(fileURLWithPath: record)))
  }
}
