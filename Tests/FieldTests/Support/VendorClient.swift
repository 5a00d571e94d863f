import Foundation
import Speech
import Testing

/// A client that somebody else wrote, unchanged, against a service of the lab: one of the scripts in `Clients`.
struct VendorClient: Sendable {
  /// Where it calls.
  enum Place: Sendable {
    case service([String])
    /// The reference relay, with the service behind it.
    case relay
  }

  var script: String
  var key = "a-key"
  var environment: [String: String] = [:]
  var clip = "one-sentence"
  /// How the relay is started, besides.
  var relayOptions: [String] = []

  /// What it told when it was done.
  func told(_ place: Place = .service([])) async throws -> JSONValue { try await Gate.relays.pass { try await run(place) } }

  private func run(_ place: Place) async throws -> JSONValue {
    let python = try #require(Surroundings.python)
    let sttcheck = try Surroundings.sttcheck()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("client-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    var options: [String] = []
    if case .service(let given) = place { options = given }
    let service = try Program(sttcheck, ["lab", "service", "--listen", "127.0.0.1:0"] + options)
    defer { service.kill() }
    var url = try await service.url()
    var relay: Program?
    defer { relay?.kill() }
    if case .relay = place {
      let started = try Program(
        sttcheck, ["lab", "relay", "--listen", "127.0.0.1:0", "--service", url] + relayOptions,
        environment: ["DEEPGRAM_API_KEY": "relay-key"])
      relay = started
      url = try await started.url()
    }

    let out = folder.appendingPathComponent("told.json")
    let own = ["URL": url, "KEY": key, "AUDIO": Surroundings.audio(clip), "OUT": out.path]
    let client = try Program(python, [Surroundings.client(script)], environment: own.merging(environment) { $1 })
    defer { client.kill() }
    let exit = try await client.end(within: .seconds(90))
    try #require(exit == 0, "\(client.output)\n\(service.output)")
    return try JSONValue(parsing: [UInt8](Data(contentsOf: out)))
  }
}

extension JSONValue {
  /// Of messages that a client has told: their types in order.
  var types: [String] { (self["messages"]?.array ?? []).compactMap { $0["type"]?.string } }

  /// What was said in its final results.
  var transcript: String {
    (self["messages"]?.array ?? []).filter { $0["is_final"]?.bool == true }
      .compactMap { $0["channel"]?["alternatives"]?[0]?["transcript"]?.string }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
