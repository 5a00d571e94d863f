import Foundation
import Speech
import Store
import Testing
import Timeline
import Wire

/// `sttcheck import` of captures of packets, which `tshark` takes apart.
@Suite(.timeLimit(.minutes(5))) struct CaptureImportTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Fixtures").standardized.path

  private static let tshark: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/tshark" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private static func imported(_ words: [String], in folder: TemporaryFolder) async throws -> Ended {
    try await Gate.programs.pass {
      try await Sttcheck(["import"] + words + ["--record", "a.sqlite", "--report", "out", "--format", "json"], in: folder).end()
    }
  }

  private static func causes(_ folder: TemporaryFolder) throws -> [String] {
    try JSONValue(report: folder.text("out/report.json"))["root_causes"]?.array?.compactMap { $0["rule"]?.string } ?? []
  }

  /// The packets of a fixture's sessions: the same frames, and the same causes.
  @Test(
    .enabled(if: tshark != nil, "no tshark in the path"),
    arguments: ["early-break", "format-undeclared", "audio-lost", "close-not-relayed", "service-refused"])
  func theSameIsFoundInItsPackets(_ rule: String) async throws {
    let folder = try TemporaryFolder()
    let before = try Recording(at: "\(Self.fixtures)/recordings/\(rule)/broken.sqlite")
    try folder.write(PacketCapture(before).bytes, to: "a.pcap")
    let ended = try await Self.imported(["a.pcap"], in: folder)
    #expect(ended.status == 1, "\(ended)")
    #expect(try Self.causes(folder).contains(rule), "\(ended)")
    let after = try Recording(at: folder.file("a.sqlite"))
    for (hop, sender) in [(Hop.client, Party.client), (.client, .relay), (.service, .relay), (.service, .service)] {
      #expect(Set(after.frames(hop, sender).map(\.wireBytes)) == Set(before.frames(hop, sender).map(\.wireBytes)), "\(hop) \(sender)")
    }
  }

  /// Of TLS with the keys that the client wrote, and compressed on top of it.
  @Test(.enabled(if: tshark != nil, "no tshark in the path")) func whatWasEncryptedIsReadWithItsKeys() async throws {
    let folder = try TemporaryFolder()
    let capture = "\(Self.fixtures)/captures/wss.pcap"
    let without = try await Self.imported([capture], in: folder)
    #expect(without.status == 2 && without.err.contains("--key-log") && folder.entries.isEmpty, "\(without)")
    let with = try await Self.imported([capture, "--key-log", "\(Self.fixtures)/captures/wss.keys"], in: folder)
    #expect(with.status == 0, "\(with)")
    let recording = try Recording(at: folder.file("a.sqlite"))
    #expect(recording.frames(.client, .client, .binary).map(\.payload.count) == [4096, 4096, 4096])
    #expect(recording.frames(.client, .relay, .text).map(\.payload) == Array(repeating: Array(#"{"x":1}"#.utf8), count: 3))
    #expect(recording.run.relay == "wss://localhost:7609/speech")
  }

  /// A capture that was ended before the session: what would have come is held against nobody.
  @Test(.enabled(if: tshark != nil, "no tshark in the path")) func aCaptureThatEndsBeforeItsSessionBlamesNobody() async throws {
    let folder = try TemporaryFolder()
    let healthy = try Recording(at: "\(Self.fixtures)/recordings/early-break/healthy.sqlite")
    let whole = PacketCapture(healthy, isEnded: false).bytes
    try folder.write(Array(whole.prefix(whole.count / 2)), to: "a.pcap")
    let ended = try await Self.imported(["a.pcap"], in: folder)
    let causes = try Self.causes(folder)
    #expect(ended.status == 0 && causes.isEmpty, "\(ended)")
  }

  @Test(
    .enabled(if: tshark != nil, "no tshark in the path"),
    arguments: [
      ("a.pcap", Array("garbage".utf8), "neither pcap's nor pcapng's"), ("a.pcap", [], "neither pcap's nor pcapng's"),
      ("a.cap", Array("garbage that is no capture".utf8), "tshark says"),
      ("a.pcap", [0xD4, 0xC3, 0xB2, 0xA1] + Array("junk".utf8), "tshark says"),
    ] as [(String, [UInt8], String)])
  func whatIsNoneIsOneClearError(_ name: String, _ bytes: [UInt8], _ says: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: name)
    let ended = try await Self.imported([name], in: folder)
    #expect(ended.status == 2 && ended.err.contains(says) && ended.err.split(separator: "\n").count == 1, "\(ended)")
    #expect(folder.entries == [name])
  }

  @Test func withoutTsharkItSaysWhatToInstall() async throws {
    let folder = try TemporaryFolder()
    let ended = try await Sttcheck.run("import", "\(Self.fixtures)/captures/wss.pcap", in: folder, environment: ["PATH": folder.path])
    #expect(ended.status == 2 && ended.err.contains("apt-get install tshark") && ended.err.split(separator: "\n").count == 1, "\(ended)")
  }
}
