import Audio
import Testing
import Timeline

import Scenarios

struct ProfileReaderTests {
  private func read(_ text: String, _ environment: [String: String] = [:]) throws -> ProfileFile {
    try ProfileReader.read(Array(text.utf8), file: "p.yaml", environment: environment)
  }

  @Test func everyKey() throws {
    let file = try read(
      """
      relay: wss://relay.example.com/speech/stt:test?lang=en
      headers:
        Authorization: Bearer abc
        X-Count: 3
        X-Twice: [a, b]
      subprotocols: [token, abc]
      query: { model: nova-3, interim_results: true, tag: [a, "b c"] }
      audio: { encoding: mulaw, sample_rate: 8000, channels: 2, chunk: 20ms }
      stop: { type: CloseStream, n: 1, deep: { list: [true, null, "x\\"y"] } }
      messages: deepgram
      login: null
      one_shot:
      scenarios: [baseline, mine/own.yaml]
      suite: smoke
      audio_file: clip.wav
      record: run.sqlite
      report: Reports
      format: markdown, json
      fail_on: warning
      fault: early-break
      jobs: 4
      timeout: 30
      repeat: 2
      service_listen: 127.0.0.1:0
      service_forward: wss://api.deepgram.com/v1/listen
      """)
    var options = RunOptions()
    options.scenarios = ["baseline", "mine/own.yaml"]
    options.suite = "smoke"
    options.audioFile = "clip.wav"
    options.record = "run.sqlite"
    options.report = "Reports"
    options.formats = ["markdown", "json"]
    options.failOn = .warning
    options.fault = "early-break"
    options.jobs = 4
    options.timeout = .seconds(30)
    options.repetitions = 2
    options.serviceListen = "127.0.0.1:0"
    options.serviceForward = "wss://api.deepgram.com/v1/listen"
    let profile = Profile(
      relay: "wss://relay.example.com/speech/stt:test?lang=en",
      headers: [
        HeaderField("Authorization", "Bearer abc"), HeaderField("X-Count", "3"), HeaderField("X-Twice", "a"), HeaderField("X-Twice", "b"),
      ],
      subprotocols: ["token", "abc"],
      query: [HeaderField("model", "nova-3"), HeaderField("interim_results", "true"), HeaderField("tag", "a"), HeaderField("tag", "b c")],
      audio: AudioFormat(encoding: .mulaw, sampleRate: 8000, channels: 2), chunkSamples: 160,
      stop: .text(#"{"type":"CloseStream","n":1,"deep":{"list":[true,null,"x\"y"]}}"#), messages: "deepgram")
    #expect(file == ProfileFile(profile: profile, options: options))
  }

  @Test func nothingSaidIsTheDefault() throws {
    #expect(
      try read("relay: ws://localhost:8080/speech/stt:test\n")
        == ProfileFile(profile: Profile(relay: "ws://localhost:8080/speech/stt:test")))
    #expect(try read("messages: auto\n").profile == Profile())
  }

  @Test(arguments: [
    ("stop", StopSignal.text("stop")), ("empty-binary", .emptyBinary), ("close", .close), ("'{\"eof\":1}'", .text("{\"eof\":1}")),
    ("42", .text("42")),
    ("{ eof: 1 }", .text("{\"eof\":1}")),
  ])
  func stops(_ text: String, _ stop: StopSignal) throws {
    #expect(try read("stop: \(text)\n").profile.stop == stop)
  }

  @Test(arguments: [("1024 samples", 1024), ("100ms", 4410), ("2048 bytes", 1024), ("23.2 ms", 1023)])
  func chunks(_ text: String, _ samples: Int) throws {
    #expect(try read("audio: { chunk: \(text) }\n").profile.chunkSamples == samples)
  }

  @Test func valuesOfTheEnvironmentAreSecretAndCodedInURLs() throws {
    let environment = ["TOKEN": "a/b c&d", "PLAIN": "xyz", "URL": "ws://h:1/p?q=1"]
    let file = try read(
      """
      relay: wss://relay.example.com/?key=${TOKEN}&x=${PLAIN}
      headers: { Authorization: "Token ${TOKEN}", X-Price: "$5 $${HOME} $" }
      query: { again: "${TOKEN}" }
      subprotocols: [ "t.${PLAIN}" ]
      stop: { key: "${PLAIN}\\"" }
      """, environment)
    #expect(file.profile.relay == "wss://relay.example.com/?key=a%2Fb%20c%26d&x=xyz")
    #expect(file.profile.headers == [HeaderField("Authorization", "Token a/b c&d"), HeaderField("X-Price", "$5 ${HOME} $")])
    #expect(file.profile.query == [HeaderField("again", "a/b c&d")])
    #expect(file.profile.subprotocols == ["t.xyz"])
    #expect(file.profile.stop == .text(#"{"key":"xyz\""}"#))
    #expect(file.profile.secrets == ["a/b c&d", "a%2Fb%20c%26d", "xyz"])
    let whole = try read("relay: ${URL}\n", environment)
    #expect(whole.profile.relay == "ws://h:1/p?q=1")
    #expect(whole.profile.secrets == ["ws://h:1/p?q=1"])
  }

  @Test func errorsNeverQuoteAValueOfTheEnvironment() throws {
    let secret = "hunter2 hunter2"
    for text in [
      "relay: ${S}\n", "relay: \"ws://${S}/\"\nsubprotocols: [\"${S}\"]\n", "subprotocols: [\"${S}\"]\n", "headers: { A: \"${S}\\n\" }\n",
      "service_forward: http://${S}/\n", "subprotocols: [\"x${T}\", \"x${T}\"]\n",
    ] {
      let error = #expect(throws: ConfigurationError.self) {
        try ProfileReader.read(Array(text.utf8), file: "p", environment: ["S": secret, "T": "hunter2"])
      }
      #expect(error?.text.contains("hunter2") == false, "\(error?.text ?? "")")
    }
  }

  @Test(arguments: (try? FixtureFolder.names(in: "profiles", ending: ".yaml")) ?? [])
  func goodProfilesRead(_ name: String) throws {
    let bytes = try FixtureFolder.bytes("profiles/\(name)")
    let profile = try ProfileReader.read(bytes, file: name, environment: ["DEEPGRAM_API_KEY": "k3y"]).profile
    #expect(profile.relay != nil)
    if name == "deepgram-direct.yaml" {
      #expect(profile.stop == .text(#"{"type":"CloseStream"}"#))
      #expect(profile.chunkSamples == 4410)
      #expect(profile.secrets == ["k3y"])
    } else {
      #expect(profile == Profile(relay: "ws://localhost:8080/speech/stt:test"))
    }
  }

  @Test func bothGoodProfilesAreThere() throws {
    #expect(try FixtureFolder.names(in: "profiles", ending: ".yaml") == ["deepgram-direct.yaml", "plain-fastapi.yaml"])
  }
}
