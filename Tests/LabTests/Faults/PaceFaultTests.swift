import Audio
import Lab
import Scenarios
import Testing
import Timeline
import Wire

/// What the faults of the group "Pace" change in time, and in sizes.
@Suite struct PaceFaultTests {
  static func gaps(_ times: [Nanoseconds]) -> [Nanoseconds] { zip(times, times.dropFirst()).map { $1 - $0 } }

  @Test(arguments: [("pacing-too-fast", 10.0), ("pacing-too-fast:ms=15", 15), ("pacing-too-slow", 35), ("pacing-too-slow:ms=50", 50)])
  func theClientSleepsBetweenChunks(_ name: String, milliseconds: Double) throws {
    let played = try FaultTests.play(name)
    let times = played.times(.client, from: .client, .binary)
    #expect(Self.gaps(times).allSatisfy { $0 == .milliseconds(milliseconds) })
    #expect(times.count == 302)
    // Scenarios with a rhythm of their own keep it.
    let burst = Scenario(name: "burst", steps: [.connect, .stream(Streaming(rhythm: .burst(.seconds(1))))])
    #expect(try FaultCatalogue.parse(name).adjusted(burst) == burst)
  }

  @Test func theRelayHurries() throws {
    let played = try FaultTests.play("pacing-too-fast:relay")
    let times = played.times(.service, from: .relay, .binary)
    #expect((times.first ?? 0) > .seconds(2))
    #expect(Self.gaps(Array(times.prefix(100))).allSatisfy { $0 == .milliseconds(8) })
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
  }

  @Test func theRelayFallsBehind() throws {
    let played = try FaultTests.play("pacing-too-slow:relay")
    #expect(Self.gaps(played.times(.service, from: .relay, .binary)).allSatisfy { $0 == .milliseconds(35) })
    // All of it arrives, and then CloseStream.
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
    let closeStream = try #require(played.time(.service, from: .relay, of: "CloseStream"))
    #expect(closeStream >= (played.times(.service, from: .relay, .binary).last ?? 0))
    #expect(played.closes(.client, from: .relay) == ["1000"])
  }

  @Test(arguments: [("pacing-bursty", Hop.service, 1.0), ("pacing-bursty:ms=500", .service, 0.5), ("pacing-bursty:client", .client, 1.0)])
  func bursts(_ name: String, hop: Hop, seconds: Double) throws {
    let played = try FaultTests.play(name)
    let gaps = Self.gaps(played.times(hop, from: hop.dialler, .binary)).filter { $0 > .milliseconds(5) }
    #expect(gaps.count >= 5)
    #expect(gaps.dropLast().allSatisfy { abs($0.seconds - seconds) < 0.1 })
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
  }

  @Test(arguments: [("chunk-size-unsuitable", 440), ("chunk-size-unsuitable:ms=400", 35_280)])
  func theRelayCutsTheAudioAnew(_ name: String, bytes: Int) throws {
    let played = try FaultTests.play(name)
    let sizes = played.frames(.service, from: .relay).filter { $0.frame.opcode == .binary }.map(\.frame.payload.count)
    #expect(sizes.dropLast().allSatisfy { $0 == bytes })
    #expect(played.audio(.service, from: .relay) == VirtualLab.audio(7 * 88_200))
  }

  @Test func theClientsChunksAreOfAnotherLength() throws {
    let adjusted = try FaultCatalogue.parse("chunk-size-unsuitable:client:ms=8").adjusted(.baseline)
    guard case .stream(let streaming) = adjusted.steps[1] else {
      Issue.record("\(adjusted.steps)")
      return
    }
    #expect(streaming.chunkLength == .duration(.milliseconds(8)) && streaming.chunkSamples == nil)
  }

  @Test func theClientFallsSilent() throws {
    let played = try FaultTests.play("idle-timeout:client")
    #expect(played.texts(.service, from: .relay).isEmpty)
    #expect(played.closes(.client, from: .relay).first?.contains("net0001") == true)
    #expect(played.closes(.service, from: .service).first?.contains("net0001") == true)
  }

  @Test func theRelayDoesNotCoverItsClient() throws {
    let stall = Scenario(
      name: "stall",
      steps: [
        .connect, .stream(Streaming(to: .seconds(2))), .pause(.seconds(12)), .stream(Streaming(from: .seconds(2))), .stop,
        .await(.closed, within: .seconds(10)),
      ])
    #expect(try FaultTests.play("keepalive-missing", stall).closes(.service, from: .service).first?.contains("net0001") == true)
    #expect(VirtualLab(scenario: stall).play().closes(.service, from: .service) == ["1000"])
  }
}
