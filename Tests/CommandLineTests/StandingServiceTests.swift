import Foundation
import Speech
import Testing
import Wire

/// `sttcheck lab service`: its switches reach the service, and what can't be read is told.
@Suite(.timeLimit(.minutes(5))) struct StandingServiceTests {
  private static let target = "/v1/listen?encoding=linear16&sample_rate=44100"

  /// What one session is told, whose client sends these and then waits.
  private static func told(_ options: [String], at target: String = target, _ messages: [Message]) async throws -> (
    texts: [ServiceMessage], close: String, err: String
  ) {
    let service = try LabPart(["lab", "service"] + options, environment: [:])
    let port = try await service.port()
    let came = try await blocking {
      let session = try RawSession(port: port, target: target)
      for message in messages { try session.send(message) }
      return try session.readToEnd()
    }
    let texts = came.compactMap { if case .text(let bytes) = $0 { try? ServiceMessage(parsing: bytes) } else { nil } }
    guard case .close(let code, let reason)? = came.last else { return (texts, "no Close", "") }
    return (texts, "\(code ?? 0) \(String(decoding: reason, as: UTF8.self))", try await service.stop().err)
  }

  @Test func timesAreTold() async throws {
    let told = try await Self.told(["--idle-timeout", "500ms"], [.binary([UInt8](repeating: 0, count: 2048))])
    #expect(told.close.hasPrefix("1011 Deepgram did not receive audio data"), "\(told)")
  }

  @Test func itMisbehavesOnPurpose() async throws {
    let audio = (0..<90).map { _ in Message.binary([UInt8](repeating: 7, count: 2048)) }
    let told = try await Self.told(["--service-fault", "close-net0000"], audio)
    #expect(told.close.hasPrefix("1011 ") && told.close.contains("net0000"), "\(told)")
  }

  @Test func switchesAreHeeded() async throws {
    let stop = Message.text(#"{"type":"CloseStream"}"#)
    #expect(try await Self.told([], [.text("hello"), stop]).close == "1008 Unknown text message")
    let ignored = try await Self.told(["--unknown-text", "ignore", "--sha256", "incomplete"], [.text("hello"), .binary([1, 2]), stop])
    #expect(ignored.close == "1000 ")
    #expect(ignored.texts.contains { if case .metadata(let metadata) = $0 { metadata.sha256 == "incomplete" } else { false } })
    let closed = try await Self.told(["--undecodable", "close"], at: "/v1/listen", [.binary([UInt8](repeating: 9, count: 4096))])
    #expect(closed.close.hasPrefix("1008 DATA-0000"), "\(closed)")
  }

  @Test func whatOnlyTheRealServiceDecodesIsTold() async throws {
    let song = Message.binary(Array("ID3".utf8) + [UInt8](repeating: 9, count: 4096))
    let told = try await Self.told([], at: "/v1/listen", [song, .text(#"{"type":"CloseStream"}"#)])
    #expect(told.close == "1000 ")
    #expect(told.err.contains("service: the simulated service does not decode MP3"), "\(told)")
  }

  @Test(arguments: [
    (["--idle-timeout", "10"], "--idle-timeout: '10' is no length of time"),
    (["--unknown-text", "clsoe"], "--unknown-text: 'clsoe' is not understood; allowed: close, ignore; did you mean 'close'?"),
    (["--max-sessions", "-1"], "--max-sessions"), (["--speed", "0"], "--speed: 0 is out of range"),
    (["--keys", " ,"], "--keys: it names nothing"),
  ])
  func badInputIsTold(words: [String], text: String) async throws {
    let folder = try TemporaryFolder()
    let ended = try await Gate.programs.pass {
      try await Sttcheck(["lab", "service", "--listen", "127.0.0.1:0"] + words, in: folder).end()
    }
    #expect(ended.status == 2 && ended.err.contains(text), "\(ended)")
  }
}
