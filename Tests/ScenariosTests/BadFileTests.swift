import Foundation
import Testing

import Diagnosis
import Scenarios

/// Each `bad/X.yaml` must be refused with exactly the text of `X.out`.
///
/// `RECORD_SNAPSHOTS=1` writes the `.out` files anew, and fails, so that nobody takes a recording for a test.
struct BadFileTests {
  static let environment = [
    "RELAY_TOKEN": "s3cret/value with spaces", "EMPTY": "", "MULTILINE": "one\r\ntwo", "DEEPGRAM_API_KEY": "k",
  ]
  static let faults = ["early-break", "early-break:mute", "close-stream-missing", "results-not-forwarded"]

  static let scenarios = (try? FixtureFolder.names(in: "scenarios/bad", ending: ".yaml")) ?? []
  static let profiles = (try? FixtureFolder.names(in: "profiles/bad", ending: ".yaml")) ?? []

  @Test func thereAreManyAndNoneIsLeftOver() throws {
    #expect(Self.scenarios.count >= 60)
    #expect(Self.profiles.count >= 40)
    for folder in ["scenarios/bad", "profiles/bad"] {
      let yaml = try FixtureFolder.names(in: folder, ending: ".yaml").map { $0.dropLast(5) }
      let out = try FixtureFolder.names(in: folder, ending: ".out").map { $0.dropLast(4) }
      #expect(yaml == out)
    }
  }

  @Test(arguments: scenarios)
  func scenario(_ name: String) throws {
    let bytes = try FixtureFolder.bytes("scenarios/bad/\(name)")
    let error = #expect(throws: ConfigurationError.self) { try ScenarioReader.read(bytes, file: name, rules: Catalogue.ids) }
    try compare(error, with: "scenarios/bad/\(name.dropLast(5)).out")
  }

  @Test(arguments: profiles)
  func profile(_ name: String) throws {
    let bytes = try FixtureFolder.bytes("profiles/bad/\(name)")
    let error = #expect(throws: ConfigurationError.self) {
      try ProfileReader.read(bytes, file: name, environment: Self.environment, faults: Self.faults)
    }
    try compare(error, with: "profiles/bad/\(name.dropLast(5)).out")
    #expect(error?.text.contains("s3cret") == false)
  }

  private func compare(_ error: ConfigurationError?, with path: String) throws {
    let text = try #require(error).text
    #expect(!text.contains("\n"))
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data((text + "\n").utf8).write(to: FixtureFolder.root.appending(path: path))
      Issue.record("recorded \(path); run again without RECORD_SNAPSHOTS")
      return
    }
    #expect(String(decoding: try FixtureFolder.bytes(path), as: UTF8.self) == text + "\n")
  }
}
