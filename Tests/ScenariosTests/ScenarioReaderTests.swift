import Audio
import Speech
import TestSupport
import Testing
import Timeline

import Scenarios

struct ScenarioReaderTests {
  private func read(_ text: String) throws -> Scenario { try ScenarioReader.read(Array(text.utf8), file: "s.yaml") }

  @Test func everyStepAndKey() throws {
    let scenario = try read(
      """
      name: all
      about: "All: of it"
      audio: { tone: { hertz: 440.5, for: 1.5s }, format: wav }
      provokes: [pacing-too-fast, empty-audio-frame]
      steps:
        - connect
        - stream
        - stream:
        - stream: { pace: 0.5, from: 0s, to: 1500ms, chunk: 20ms }
        - stream: { fixed-sleep: 10 ms, chunk: 512 samples }
        - stream: { burst: 1s, chunk: 2048 bytes }
        - keep-alive
        - finalize
        - stop
        - pause: 2min
        - await: { final: true, within: 10s }
        - await: { metadata: true, within: 10s }
        - await: { message: true, within: 10s }
        - await: { silence: true, within: 10s }
        - close: { code: 4000, reason: "bye: now" }
        - await: { closed: true, within: 250us }
      expect:
        messages: 3
        results: { at_least: 1, at_most: 9 }
        finals: { at_most: 4 }
        metadata: false
        close: 1000
        wer: { at_most: 0.3 }
      """)
    #expect(
      scenario
        == Scenario(
          name: "all", about: "All: of it", audio: .tone(hertz: 440.5, seconds: 1.5), format: .wav,
          provokes: ["pacing-too-fast", "empty-audio-frame"],
          steps: [
            .connect, .stream(Streaming()), .stream(Streaming()),
            .stream(Streaming(rhythm: .pace(0.5), from: 0, to: .milliseconds(1500), chunkLength: .duration(.milliseconds(20)))),
            .stream(Streaming(rhythm: .fixedSleep(.milliseconds(10)), chunkSamples: 512)),
            .stream(Streaming(rhythm: .burst(.seconds(1)), chunkLength: .bytes(2048))),
            .keepAlive, .finalize, .stop, .pause(.seconds(120)), .await(.final, within: .seconds(10)),
            .await(.metadata, within: .seconds(10)), .await(.message, within: .seconds(10)), .await(.silence, within: .seconds(10)),
            .close(code: 4000, reason: "bye: now"), .await(.closed, within: 250_000),
          ],
          expectations: [
            Expectation(.messages, atLeast: 3, atMost: 3), Expectation(.results, atLeast: 1, atMost: 9),
            Expectation(.finals, atMost: 4), Expectation(.metadata, atMost: 0), Expectation(.close, atLeast: 1000, atMost: 1000),
            Expectation(.wer, atMost: 0.3),
          ]))
  }

  @Test func whatOnlySomeClientsDo() throws {
    let scenario = try read(
      """
      name: more
      audio: { noise: 2s, format: { encoding: mulaw, sample_rate: 8000, channels: 2, header: wav } }
      steps:
        - connect
        - stream: { chunk: 641 B, split-samples: true, frames: 3, jitter: 20ms, seed: 7 }
        - stream: { chunk: 2 KiB }
        - stop: { type: CloseStream, n: [1, true, null, "1"] }
        - stop: empty-binary
        - send: empty
        - send: { text: "" }
        - send: { json: { b: 1, a: { c: x } } }
        - send: { binary: "00 fF10" }
        - send: { zeros: 1.5 MiB }
        - send: { frame: 8280 }
        - ping
        - ping: hello
        - read: stop
        - read: resume
        - repeat:
            times: 3
            steps:
              - pause: 1s
              - keep-alive
        - await: { pong: true, within: 1s }
        - await: { message: $.type, within: 1s }
        - await: { message: { $.type: Metadata, "$.channels": [1, 2] }, within: 1s }
        - reconnect
        - vanish
        - reconnect
      expect:
        interims: { at_least: 1 }
        first_result: { within: 3s }
        first_final: { within: 4s }
        last_final: { within: 500ms }
        closed: { within: 2s }
        latency: { p95: 1s, p50: 250ms, max: 3s }
        order: [interim, final, metadata, closed]
        nothing_after_close: true
      """)
    let type = try JSONSelector(parsing: "$.type")
    #expect(scenario.audio == .noise(seconds: 2))
    #expect(scenario.format == .own(AudioFormat(encoding: .mulaw, sampleRate: 8000, channels: 2), header: true))
    #expect(
      scenario.steps == [
        .connect,
        .stream(Streaming(chunkLength: .bytes(641), splitsSamples: true, jitter: .milliseconds(20), seed: 7, frames: 3)),
        .stream(Streaming(chunkLength: .bytes(2048))),
        .alternativeStop(.text(#"{"type":"CloseStream","n":[1,true,null,"1"]}"#)), .alternativeStop(.emptyBinary),
        .send(.binary([])), .send(.text("")), .send(.text(#"{"b":1,"a":{"c":"x"}}"#)), .send(.binary([0, 255, 16])),
        .send(.zeros(3 << 19)), .send(.raw([0x82, 0x80])), .ping([]), .ping(Array("hello".utf8)), .read(false), .read(true),
        .repeat(times: 3, steps: [.pause(.seconds(1)), .keepAlive]), .await(.pong, within: .seconds(1)),
        .await(.matching(JSONCondition([JSONCondition.Clause(type, .present)])), within: .seconds(1)),
        .await(
          .matching(
            JSONCondition([
              JSONCondition.Clause(type, .oneOf(["Metadata"])),
              JSONCondition.Clause(try JSONSelector(parsing: "$.channels"), .oneOf([1, 2])),
            ])), within: .seconds(1)),
        .reconnect, .vanish, .reconnect,
      ])
    #expect(
      scenario.expectations == [
        Expectation(.interims, atLeast: 1), Expectation(.firstResult, atMost: 3), Expectation(.firstFinal, atMost: 4),
        Expectation(.lastFinal, atMost: 0.5), Expectation(.closed, atMost: 2), Expectation(.latency, atMost: 0.25, percentile: 50),
        Expectation(.latency, atMost: 1, percentile: 95), Expectation(.latency, atMost: 3, percentile: 100),
        Expectation(.order, order: [.interim, .final, .metadata, .closed]), Expectation(.nothingAfterClose, atMost: 0),
      ])
    #expect(scenario.flatSteps.filter { $0 == .keepAlive }.count == 3)
  }

  @Test func severalClients() throws {
    let scenario = try read(
      """
      name: two
      steps:
        - parallel:
            clients:
              - { speech: one-sentence }
              - { silence: 2s, format: wav }
            steps: [connect, stream, stop]
      """)
    let clients = scenario.clients
    #expect(clients.map(\.audio) == [.speech(clip: "one-sentence"), .silence(seconds: 2)])
    #expect(clients.map(\.format) == [.profile, .wav])
    #expect(clients.allSatisfy { $0.steps == [.connect, .stream(Streaming()), .stop] && $0.name == "two" })
    #expect(scenario.streams)
  }

  @Test func chunksThatSplitSamplesMustSaySo() throws {
    let scenario = Scenario(name: "s", steps: [.stream(Streaming(chunkLength: .bytes(641)))])
    let error = #expect(throws: ConfigurationError.self) { try scenario.resolved(for: Profile()) }
    #expect(error?.text.contains("multiples of 2 bytes") == true)
    let allowed = Scenario(name: "s", steps: [.stream(Streaming(chunkLength: .bytes(641), splitsSamples: true, jitter: 1))])
    let step = try #require(try allowed.resolved(for: Profile(), seed: 9).steps.first)
    guard case .stream(let streaming) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(streaming.chunkBytes == 641 && streaming.chunkLength == nil && streaming.seed == 9)
  }

  @Test func defaults() throws {
    let scenario = try read("name: least\nsteps: [connect, vanish]\n")
    #expect(scenario == Scenario(name: "least", steps: [.connect, .vanish]))
    #expect(try read("name: c\nsteps: [connect, close, {await: {closed: true, within: 1s}}]\n").steps[1] == .close(code: 1000, reason: ""))
  }

  @Test(arguments: [
    ("speech: two-sentences", AudioSource.speech(clip: "two-sentences")), ("file: clips/my own.wav", .file(path: "clips/my own.wav")),
    ("speech: ten-seconds, times: 10, pause: 2s", .repeatedSpeech(clip: "ten-seconds", times: 10, pause: .seconds(2))),
    ("speech: ten-seconds, times: 2", .repeatedSpeech(clip: "ten-seconds", times: 2, pause: 0)),
    ("silence: 3s", .silence(seconds: 3)), ("noise: 250ms", .noise(seconds: 0.25)),
  ])
  func sources(_ text: String, _ source: AudioSource) throws {
    #expect(try read("name: s\naudio: { \(text) }\nsteps: [connect]\n").audio == source)
  }

  @Test func errorHasItsPartsAndText() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try ScenarioReader.read(Array("name: smoke\n\n\n\nsteps:\n  - connect\n  - strem\n".utf8), file: "smoke.yaml")
    }
    #expect(error?.line == 7)
    #expect(error?.column == 5)
    #expect(error?.nearest == "stream")
    #expect(
      error?.text
        == "smoke.yaml:7:5: unknown step 'strem'; allowed: connect, stream, stop, pause, await, close, vanish, keep-alive, finalize, send, ping, read, repeat, parallel, reconnect, one-shot; did you mean 'stream'?"
    )
  }

  @Test func aKeyTwiceIsFoundBehindAnyLineBreak() throws {
    let error = #expect(throws: ConfigurationError.self) { try read("name: x\r\nsteps: [connect]\r\nname: y\r\n") }
    #expect(error?.text == "s.yaml:3:1: key 'name' stands here again; it is in line 1 already")
  }

  @Test func hugeDeepAndByteOrderMark() throws {
    let huge = #expect(throws: ConfigurationError.self) {
      try ScenarioReader.read([UInt8](repeating: UInt8(ascii: " "), count: 1 << 21), file: "x")
    }
    #expect(huge?.text.contains("2097152 bytes") == true)
    #expect(throws: ConfigurationError.self) { try ScenarioReader.read([UInt8](repeating: UInt8(ascii: "["), count: 100_000), file: "x") }
    let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    #expect(throws: ConfigurationError.self) { try ScenarioReader.read(Array(deep.utf8), file: "x") }
    #expect(try read("\u{FEFF}name: bom\r\nsteps: [connect]\r\n").name == "bom")
  }

  /// Whatever is cut off or changed in a good file, the reader answers with a scenario or an error, and never dies.
  @Test func brokenFilesNeverCrash() throws {
    var random = SeededRandom(seed: 7)
    var refused = 0
    for name in BuiltIns.scenarioNames {
      let whole = Array(try #require(BuiltIns.yaml(of: name)).utf8)
      for length in 0..<whole.count where (try? ScenarioReader.read(Array(whole[..<length]), file: "x")) == nil { refused += 1 }
      for _ in 0..<200 {
        var bytes = whole
        for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
        if (try? ScenarioReader.read(bytes, file: "x")) == nil { refused += 1 }
      }
    }
    #expect(refused > 1000)
  }
}
