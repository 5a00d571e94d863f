import Foundation
import Testing

import Diagnosis
import Scenarios

/// The schemas that editors use: copies of what the code says, and they judge files as the readers do, as far as a schema can.
///
/// `RECORD_SNAPSHOTS=1` writes the copies anew, and fails.
struct SchemaTests {
  static let copies = [("scenario", ScenarioSchema.text(rules: Catalogue.ids)), ("profile", ProfileSchema.text)]

  @Test(arguments: copies)
  func theCopyIsWhatTheCodeSays(_ name: String, _ text: String) throws {
    let path = "schemas/\(name).schema.json"
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: FixtureFolder.root.appending(path: path))
      Issue.record("recorded \(path); run again without RECORD_SNAPSHOTS")
      return
    }
    #expect(String(decoding: try FixtureFolder.bytes(path), as: UTF8.self) == text)
  }

  /// What hangs on more than one place of a file, on the environment, or on figures with a unit, no schema can say.
  static let beyond: [String: Set<String>] = [
    "scenarios": [
      "audio-pause-without-times", "audio-times-of-silence", "audio-times-too-long", "await-selector-unclosed", "chunk-size-huge",
      "duplicate-key", "duplicate-key-nested", "duration-too-long", "expect-bounds",
      "one-shot-in-repeat", "parallel-in-repeat", "parallel-order", "reconnect-first", "repeat-connects", "repeat-leaves",
      "repeat-too-many", "second-connect", "send-size-fraction", "send-size-huge", "service-after-its-end",
      "service-too-late", "service-without-a-moment", "silence-too-long", "step-after-vanish",
      "step-before-connect", "stop-after-close", "stream-from-after-to", "stream-jitter-long", "stream-split-samples-in-time",
    ],
    "profiles": [
      "browser-header",
      "chunk-part-of-sample", "client-channels", "client-data", "client-no-place", "client-unknown-place", "container-encoding",
      "container-rate", "duplicate-key", "fault",
      "header-control", "login-header-length",
      "login-of-itself", "login-result",
      "login-selector-slice", "login-subprotocol", "messages-final-path", "messages-selector", "proxy-credentials", "proxy-without-port",
      "relay-credentials", "relay-port", "resolve-port", "results-every-too-short", "results-id-of-nothing", "results-no-id",
      "results-unknown-place", "stop-near", "subprotocol-with-secret", "variable-empty", "variable-missing",
      "variable-name", "variable-unclosed",
    ],
  ]

  @Test(.enabled(if: PythonYAML.isThere, "needs Python with PyYAML and jsonschema, which CI has"), .timeLimit(.minutes(5)))
  func filesAreJudgedAsTheReadersDo() throws {
    for (kind, good, folder) in [("scenario", "scenarios/ok", "scenarios"), ("profile", "profiles", "profiles")] {
      let schema = "schemas/\(kind).schema.json"
      let right = try FixtureFolder.names(in: good, ending: ".yaml").map { "\(good)/\($0)" }
      #expect(try PythonYAML.judge(right, by: schema).allSatisfy { $0 == "yes" }, "\(right)")
      let wrong = try FixtureFolder.names(in: "\(folder)/bad", ending: ".yaml")
      let judged = try PythonYAML.judge(wrong.map { "\(folder)/bad/\($0)" }, by: schema)
      #expect(judged.count == wrong.count)
      let passed = zip(wrong, judged).filter { $0.1 == "yes" }.map { String($0.0.dropLast(5)) }
      #expect(Set(passed) == Self.beyond[folder])
    }
  }
}
