import Foundation
import Testing

/// Opus in WebM and Ogg, beside what another's library makes of it and makes.
@Suite(.enabled(if: Surroundings.ffmpeg != nil, "no ffmpeg"), .timeLimit(.minutes(5)))
struct ContainerTests {
  private static func run(_ program: String, _ words: [String]) async throws -> String {
    let program = try Program(program, words)
    #expect(try await program.end(within: .seconds(60)) == 0, "\(words): \(program.output)")
    return program.output
  }

  /// A file's sound at 16 kHz, as ffmpeg hears it.
  private static func samples(_ file: String, in folder: URL) async throws -> [Double] {
    let raw = folder.appendingPathComponent("\(UUID().uuidString).raw")
    _ = try await run(try #require(Surroundings.ffmpeg), ["-v", "error", "-i", file, "-f", "s16le", "-ar", "16000", "-ac", "1", raw.path])
    let bytes = [UInt8](try Data(contentsOf: raw))
    return stride(from: 0, to: bytes.count - 1, by: 2).map { Double(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)) }
  }

  /// 1 where two sounds are the same.
  private static func likeness(_ one: [Double], _ other: [Double]) -> Double {
    func power(_ sound: [Double]) -> Double { sound.reduce(0) { $0 + $1 * $1 } }
    return zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } / (power(one) * power(other)).squareRoot()
  }

  private static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("containers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test(arguments: ["webm", "ogg"]) func whatWeSendIsTheSameSoundElsewhere(_ container: String) async throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (recording, sent) = (folder.appendingPathComponent("r.sqlite").path, folder.appendingPathComponent("sent.\(container)").path)
    let sttcheck = try Surroundings.sttcheck()
    _ = try await Self.run(sttcheck, ["run", "baseline", "--container", container, "--record", recording, "--report", folder.path])
    _ = try await Self.run(sttcheck, ["export", recording, "--wav", "client", "--output", sent])
    let heard = try await Self.samples(sent, in: folder)
    let spoken = try await Self.samples(Surroundings.audio("one-sentence"), in: folder)
    #expect(abs(heard.count - spoken.count) < 16 * 30)
    #expect(Self.likeness(heard, spoken) > 0.85)
  }

  /// A file that another's encoder and muxer made is played byte for byte, and its words come back.
  @Test(arguments: ["webm", "ogg"]) func whatIsMadeElsewhereIsPlayed(_ container: String) async throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let made = folder.appendingPathComponent("made.\(container)")
    _ = try await Self.run(
      try #require(Surroundings.ffmpeg),
      ["-v", "error", "-i", Surroundings.audio("one-sentence"), "-c:a", "libopus", "-b:a", "32k", made.path])
    let transcript = "tell the master our ferry leaves at noon"
    try Data(transcript.utf8).write(to: folder.appendingPathComponent("made.txt"))
    let (recording, sent) = (folder.appendingPathComponent("r.sqlite").path, folder.appendingPathComponent("sent").path)
    let sttcheck = try Surroundings.sttcheck()
    let text = try await Self.run(
      sttcheck, ["run", "baseline", "--audio", made.path, "--record", recording, "--report", folder.path, "--format", "json"])
    #expect(text.contains("HEALTHY"), "\(text)")
    _ = try await Self.run(sttcheck, ["export", recording, "--wav", "client", "--output", sent])
    #expect(try Data(contentsOf: URL(fileURLWithPath: sent)) == Data(contentsOf: made))
  }
}
