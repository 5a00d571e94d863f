import Foundation
import Speech
import Testing
import Wire

/// `sttcheck lab relay`, as it would stand in front of a real service: its limits, its memory, its leave.
@Suite(.timeLimit(.minutes(5)), .serialized) struct StandingRelayTests {
  /// A second and a half of speech.
  private static let audio =
    FileManager.default.contents(atPath: BuiltBinary.fixtures + "/audio/one-sentence.wav")
    .map { Array($0.dropFirst(44).prefix(132_300)) } ?? []

  private static func relay(_ options: String..., service: String) throws -> LabPart {
    try LabPart(["lab", "relay", "--service", service] + options, environment: ["DEEPGRAM_API_KEY": "k"])
  }

  private static func close(_ messages: [Message]) -> String? {
    guard case .close(let code, let reason)? = messages.last else { return nil }
    return "\(code.map(String.init) ?? "none") \(String(decoding: reason, as: UTF8.self))"
  }

  private static func finals(_ messages: [Message]) -> [String] {
    messages.compactMap { message in
      guard case .text(let bytes) = message, case .results(let results)? = try? ServiceMessage(parsing: bytes), results.isFinal else {
        return nil
      }
      return results.transcript
    }
  }

  @Test func sessionsLeaveNothingBehindHoweverTheyEnd() async throws {
    let service = try LabPart(["lab", "service"], environment: [:])
    let relay = try Self.relay(service: try await service.url())
    let port = try await relay.port()
    // What every process opens once is open after the first session.
    try await blocking { try Self.endInOrder(RawSession(port: port)) }
    let before = (relay: relay.openFiles, service: service.openFiles)
    for _ in 0..<2 {
      try await blocking {
        let sessions = try (0..<100).map { _ in try RawSession(port: port) }
        for session in sessions { try session.send(.binary([UInt8](repeating: 0, count: 2048))) }
        for (index, session) in sessions.enumerated() where index % 2 == 1 {
          if index % 4 == 1 { session.kill() } else { session.shut() }
        }
        for (index, session) in sessions.enumerated() where index % 2 == 0 { try Self.endInOrder(session) }
      }
      try await eventually("files of the relay: \(relay.openFiles), at first \(before.relay)") { relay.openFiles <= before.relay }
      try await eventually("files of the service: \(service.openFiles), at first \(before.service)") { service.openFiles <= before.service }
    }
    #expect(try await relay.stop().status == 0)
    #expect(try await service.stop().status == 0)
  }

  private static func endInOrder(_ session: RawSession) throws {
    try session.send(.text("stop"))
    let messages = try session.readToEnd()
    guard close(messages) == "1000 " else { throw RawSession.Failure(call: "\(messages)", code: 0) }
  }

  @Test func toldToStopItDrainsItsSessions() async throws {
    let service = try LabPart(["lab", "service"], environment: [:])
    let relay = try Self.relay(service: try await service.url())
    let port = try await relay.port()
    let session = try await blocking { try RawSession(port: port) }
    try session.send(.binary(Self.audio))
    // The service has heard it when its first message is here: the relay is stopped in the middle of a session.
    _ = try await blocking { try session.read { _ in true } }
    let stopping = Task { try await relay.stop() }
    let messages = try await blocking { try session.readToEnd() }
    #expect(Self.close(messages) == "1000 ")
    #expect(Self.finals(messages) == ["tell the master our"])
    let ended = try await stopping.value
    #expect(ended.status == 0 && !ended.bySignal, "\(ended)")
    await #expect(throws: RawSession.Failure.self) { try await blocking { try RawSession(port: port) } }
  }

  @Test func itsLimitsAreTold() async throws {
    let service = try LabPart(["lab", "service"], environment: [:])
    let relay = try Self.relay(
      "--max-sessions", "1", "--max-bytes", "140000", "--max-duration", "20s", service: try await service.url())
    let port = try await relay.port()
    let first = try await blocking { try RawSession(port: port) }
    let second = try await blocking { try RawSession(port: port).readToEnd() }
    #expect(Self.close(second) == "1013 too many sessions: the limit is 1")
    try first.send(.binary(Self.audio))
    try first.send(.binary(Self.audio))
    let messages = try await blocking { try first.readToEnd() }
    #expect(Self.close(messages) == "1008 more than 140000 bytes of audio")
    #expect(Self.finals(messages) == ["tell the master our"])
  }

  @Test func theServicesRefusalIsShown() async throws {
    let service = try LabPart(["lab", "service", "--no-credit"], environment: [:])
    let relay = try Self.relay(service: try await service.url())
    let port = try await relay.port()
    let close = Self.close(try await blocking { try RawSession(port: port).readToEnd() })
    #expect(close?.hasPrefix("1011 service refused: 402 ASR_PAYMENT_REQUIRED dg-error: Project") == true, "\(close ?? "")")
    #expect(close?.contains("request_id: ") == true)
  }

  @Test func clientParametersReachTheService() async throws {
    let service = try LabPart(["lab", "service"], environment: [:])
    let relay = try Self.relay(service: try await service.url())
    let port = try await relay.port()
    let messages = try await blocking {
      let session = try RawSession(port: port, target: "/x?punctuate=true&interim_results=false")
      try session.send(.binary(Self.audio))
      try session.send(.text("stop"))
      return try session.readToEnd()
    }
    #expect(Self.finals(messages) == ["Tell the master our."])
  }

  /// Audio for a service that does not read waits in the client, not in the relay.
  @Test func aDeafServiceNeverGrowsMemory() async throws {
    let service = try DeafService()
    let relay = try Self.relay(service: "ws://127.0.0.1:\(service.port)")
    let port = try await relay.port()
    let before = relay.residentBytes
    let taken = try await blocking {
      try RawSession(port: port).flood(.binary([UInt8](repeating: 1, count: 32_768)), upTo: 512 << 20)
    }
    #expect(taken < 64 << 20, "the relay took \(taken >> 20) MB that went nowhere")
    #expect(relay.residentBytes - before < 32 << 20, "from \(before >> 20) MB to \(relay.residentBytes >> 20) MB")
  }

  /// The same the other way: results for a client that does not read.
  @Test func aDeafClientNeverGrowsMemory() async throws {
    let (counts, told) = AsyncStream.makeStream(of: Int.self)
    let service = try DeafService(saying: .text([UInt8](repeating: 0x20, count: 32_768)), upTo: 512 << 20) { told.yield($0) }
    let relay = try Self.relay(service: "ws://127.0.0.1:\(service.port)")
    let port = try await relay.port()
    let before = relay.residentBytes
    let session = try await blocking { try RawSession(port: port) }
    let said = try #require(await counts.first { _ in true })
    #expect(said < 64 << 20, "the relay took \(said >> 20) MB that went nowhere")
    #expect(relay.residentBytes - before < 32 << 20, "from \(before >> 20) MB to \(relay.residentBytes >> 20) MB")
    session.shut()
  }
}
