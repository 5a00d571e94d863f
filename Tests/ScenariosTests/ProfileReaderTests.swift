import Audio
import Dialects
import Speech
import Testing
import Timeline
import Wire

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
      login:
      ready: null
      one_shot: https://relay.example.com/once?x=1
      tls: { ca: ca.pem, certificate: me.pem, key: me.key, insecure: false, server_name: relay.example.com }
      proxy: http://me:pw@proxy.example.com:3128/
      resolve: "[::1]:8443"
      scenarios: [baseline, mine/own.yaml]
      suite: smoke
      audio_file: clip.wav
      record: run.sqlite
      report: Reports
      format: markdown, json
      fail_on: warning
      fault: early-break
      jobs: 4
      investigate: true
      timeout: 30
      deadline: 20min
      limits: { message: 1 MiB, control_rate: 5, memory: 1000000 }
      repeat: 2
      service_listen: 127.0.0.1:0
      service_forward: wss://api.deepgram.com/v1/listen
      service_proxy: 127.0.0.1:9091
      service_near: true
      service_fault: reset
      service_hosts: [stt.example.com, "*.speech.example.com"]
      start: PORT=$PORT node relay.js
      start_timeout: 90
      """)
    var options = RunOptions()
    options.scenarios = ["baseline", "mine/own.yaml"]
    options.suite = "smoke"
    options.audioFiles = ["clip.wav"]
    options.record = "run.sqlite"
    options.report = "Reports"
    options.formats = [.markdown, .json]
    options.failOn = .warning
    options.fault = "early-break"
    options.jobs = 4
    options.investigate = true
    options.timeout = .seconds(30)
    options.deadline = .seconds(1200)
    var limits = Limits()
    (limits.messageBytes, limits.controlRate, limits.memory) = (1 << 20, 5, 1_000_000)
    options.limits = limits
    options.repetitions = 2
    options.serviceListen = "127.0.0.1:0"
    options.serviceForward = "wss://api.deepgram.com/v1/listen"
    options.serviceProxy = "127.0.0.1:9091"
    options.serviceNear = true
    options.serviceFault = "reset"
    options.serviceHosts = ["stt.example.com", "*.speech.example.com"]
    options.start = "PORT=$PORT node relay.js"
    options.startTimeout = .seconds(90)
    let profile = Profile(
      relay: "wss://relay.example.com/speech/stt:test?lang=en",
      headers: [
        HeaderField("Authorization", "Bearer abc"), HeaderField("X-Count", "3"), HeaderField("X-Twice", "a"), HeaderField("X-Twice", "b"),
      ],
      subprotocols: ["token", "abc"],
      query: [HeaderField("model", "nova-3"), HeaderField("interim_results", "true"), HeaderField("tag", "a"), HeaderField("tag", "b c")],
      audio: AudioFormat(encoding: .mulaw, sampleRate: 8000, channels: 2), chunkSamples: 160,
      stop: .text(#"{"type":"CloseStream","n":1,"deep":{"list":[true,null,"x\"y"]}}"#), messages: .deepgram,
      oneShot: "https://relay.example.com/once?x=1",
      connection: ConnectionSettings(
        authorityFile: "ca.pem", certificateFile: "me.pem", keyFile: "me.key", serverName: "relay.example.com",
        proxy: ProxyAddress(host: "proxy.example.com", port: 3128, credentials: "me:pw"), resolve: ResolvedAddress(host: "::1", port: 8443)),
      secrets: ["me:pw"])
    #expect(file == ProfileFile(profile: profile, options: options))
  }

  @Test(arguments: [
    ("true", "permessage-deflate; client_max_window_bits"), ("false", nil), ("{}", "permessage-deflate; client_max_window_bits"),
    (
      "{ server_no_context_takeover: true, client_no_context_takeover: true, server_max_window_bits: 9, client_max_window_bits: 10 }",
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=10"
    ),
  ])
  func compressions(_ text: String, _ offer: String?) throws {
    #expect(try read("compression: \(text)\n").profile.connection.compression?.text == offer)
  }

  @Test(arguments: [
    (#"{ connect: "ws://h/r?of={{stream}}" }"#, ResultsPlace(.webSocket(says: []), url: "ws://h/r?of={{stream}}"), false),
    (
      #"{ connect: ws://h/r, says: [hello, { subscribe: "{{id}}" }], id: $.call.id }"#,
      ResultsPlace(.webSocket(says: ["hello", #"{"subscribe":"{{id}}"}"#]), url: "ws://h/r", id: try? JSONSelector(parsing: "$.call.id")),
      false
    ),
    ("{ events: https://h/e }", ResultsPlace(.events, url: "https://h/e"), true),
    ("{ poll: http://h/p }", ResultsPlace(.poll(every: .milliseconds(500)), url: "http://h/p"), true),
    ("{ poll: http://h/p, every: 2s }", ResultsPlace(.poll(every: .seconds(2)), url: "http://h/p"), true),
  ])
  func placesOfResults(_ text: String, _ place: ResultsPlace, _ isShared: Bool) throws {
    let read = try #require(try read("results: \(text)\n").profile.results)
    #expect(read == place)
    #expect(read.isShared == isShared)
  }

  @Test func aSessionFillsItsOwnPlaces() throws {
    let place = ResultsPlace(.webSocket(says: ["{{id}} of {{stream}}"]), url: "ws://h/{{id}}?s={{call}}").filled(stream: "MZ1", id: "a/b")
    #expect(place == ResultsPlace(.webSocket(says: ["a/b of MZ1"]), url: "ws://h/a%2Fb?s=CA1"))
  }

  /// Several clients can't be told apart where all hear everything.
  @Test func whatAllHearTogetherHasOneClientAtATime() throws {
    let profile = try read("results: { events: http://h/e }\n").profile
    let several = try #require(BuiltIns.scenario("concurrent"))
    #expect(several.whyNot(with: profile)?.contains("one connection") == true)
    #expect(several.whyNot(with: try read(#"results: { events: "http://h/{{stream}}" }"#).profile) == nil)
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

  @Test(arguments: try FixtureFolder.names(in: "profiles", ending: ".yaml"))
  func goodProfilesRead(_ name: String) throws {
    let bytes = try FixtureFolder.bytes("profiles/\(name)")
    let profile = try ProfileReader.read(bytes, file: name, environment: ["DEEPGRAM_API_KEY": "k3y"]).profile
    #expect(profile.relay != nil)
    if name == "deepgram-direct.yaml" {
      #expect(profile.stop == .text(#"{"type":"CloseStream"}"#))
      #expect(profile.chunkSamples == 4410)
      #expect(profile.secrets == ["k3y"])
    } else if name == "plain-fastapi.yaml" {
      #expect(profile == Profile(relay: "ws://localhost:8080/speech/stt:test"))
    } else if name == "esp32.yaml" {
      #expect(profile.stop == .close && profile.audio == AudioFormat(sampleRate: 16_000) && profile.chunkSamples == 512)
    } else if name == "browser-webm.yaml" {
      #expect(profile.container == .webm && profile.audio == AudioFormat(sampleRate: 48_000) && profile.chunkSamples == 12_000)
    } else if name == "deepgram-socketio.yaml" {
      #expect(profile.container == .webm && profile.stop == .text(#"42["toggle_transcription",{"action":"stop"}]"#))
    } else if let dialect = ["twilio.yaml": "twilio", "socket-io.yaml": "socket.io", "json-base64.yaml": "own", "telnyx.yaml": "own"][name]
    {
      #expect(profile.dialect?.name == dialect)
      #expect(profile.stop == .text(profile.dialect?.stopText ?? ""))
      #expect(profile.chunkSamples == (["twilio.yaml", "telnyx.yaml"].contains(name) ? 160 : name == "socket-io.yaml" ? 4410 : 1600))
    } else {
      #expect(profile.login?.url == "http://localhost:8081/api/session")
      #expect(profile.subprotocols == ["access_token.login-result"] && profile.secrets.isEmpty)
    }
  }

  @Test func readyMadeProfilesAreInsideTheBinary() throws {
    let files = try FixtureFolder.names(in: "profiles", ending: ".yaml")
    #expect(files.map { String($0.dropLast(5)) } == BuiltIns.profileNames.sorted())
    for name in BuiltIns.profileNames { #expect(BuiltIns.profile(name) == (try FixtureFolder.bytes("profiles/\(name).yaml"))) }
    #expect(files.count == 12)
  }

  @Test func aLoginsResultStandsWhereTheProfileHasIt() throws {
    let text = """
      relay: wss://relay.example.com/?t=${login}
      headers: { Authorization: "Bearer ${login}" }
      subprotocols: ["access_token.${login}"]
      query: { t: "${login}" }
      login:
        post: https://relay.example.com/api/session?k=${KEY}
        headers: { X-Key: "${KEY}" }
        body: { user: me, password: "${KEY}" }
        select: $.data.token
      """
    let before = try read(text, ["KEY": "k y"]).profile
    #expect(
      before.login
        == Login(
          method: .post, url: "https://relay.example.com/api/session?k=k%20y",
          headers: [HeaderField("X-Key", "k y"), HeaderField("Content-Type", "application/json")],
          body: Array(#"{"user":"me","password":"k y"}"#.utf8), select: try JSONSelector(parsing: "$.data.token")))
    #expect(before.subprotocols == ["access_token.login-result"])
    #expect(before.secrets == ["k y", "k%20y"])
    let after = try ProfileReader.read(Array(text.utf8), file: "p.yaml", environment: ["KEY": "k y", "login": "not this"], login: "a.b+c")
      .profile
    #expect(after.relay == "wss://relay.example.com/?t=a.b%2Bc")
    #expect(after.headers == [HeaderField("Authorization", "Bearer a.b+c")] && after.query == [HeaderField("t", "a.b+c")])
    #expect(Set(after.secrets) == ["k y", "k%20y", "a.b+c", "a.b%2Bc"])
    let error = #expect(throws: ConfigurationError.self) {
      try ProfileReader.read(Array(text.utf8), file: "p.yaml", environment: ["KEY": "k"], login: "dG9rZW4=")
    }
    #expect(error?.text.hasPrefix("p.yaml:3:16: subprotocol 'access_token.${login}' has a character that no subprotocol has") == true)
  }

  @Test(arguments: [
    (#"{"token":"abc"}"#, "$.token", "abc"), (#"{"token":" abc\n"}"#, "$.token", "abc"), (#"{"n":12}"#, "$.n", "12"),
    (#"[{"t":"x"}]"#, "$[*].t", "x"), ("abc\r\n", nil, "abc"),
  ])
  func loginsGive(_ body: String, _ path: String?, _ result: String) throws {
    let login = Login(method: .get, url: "http://h/", select: try path.map { try JSONSelector(parsing: $0) })
    #expect(try login.result(in: Array(body.utf8)) == result)
  }

  @Test(arguments: [
    (#"{"access_token":"hunter2"}"#, "$.token", "nothing stands at $.token in the answer; its members are access_token"),
    (#"{}"#, "$.token", "nothing stands at $.token in the answer; it is an empty object"),
    (#""hunter2""#, "$.token", "nothing stands at $.token in the answer; it is a string"),
    ("<html>hunter2", "$.token", "the answer is not JSON: a JSON value was expected at byte 0"),
    (#"{"token":{"jwt":"hunter2"}}"#, "$.token", "what stands at $.token in the answer is no text but a JSON object"),
    (#"{"token":null}"#, "$.token", "what stands at $.token in the answer is null"),
    (#"{"token":""}"#, "$.token", "what stands at $.token in the answer is empty"), ("  ", nil, "the answer is empty"),
    ("<html>\nhunter2", nil, "the result is longer than 16 kB, or has line breaks or control characters in it"),
  ])
  func loginsThatGiveNothing(_ body: String, _ path: String?, _ problem: String) throws {
    let login = Login(method: .get, url: "http://h/", select: try path.map { try JSONSelector(parsing: $0) })
    let fault = #expect(throws: LoginFault.self) { try login.result(in: Array(body.utf8)) }
    #expect(fault?.problem == problem)
  }

  @Test func messagesMayBeAMapping() throws {
    let text =
      "messages: { transcript: $.text, final: { $.type: final, n: [1, yes] }, start: $.at, duration: $.for, metadata: { type: sum }, ready: $.ok, error: $.oops }\n"
    #expect(
      try read(text).profile.messages.text
        == #"{"transcript":"$.text","final":{"$.n":[1,"yes"],"$.type":"final"},"start":"$.at","duration":"$.for","metadata":{"$.type":"sum"},"ready":"$.ok","error":"$.oops"}"#
    )
  }

  @Test func readyIsACondition() throws {
    #expect(
      try read("ready: { type: [ready, connected] }\n").profile.ready
        == JSONCondition([JSONCondition.Clause(try JSONSelector(parsing: "$.type"), .oneOf(["ready", "connected"]))]))
    #expect(try read("ready: $.ok\n").profile.ready?.holds(for: ["ok": true]) == true)
  }

  @Test(arguments: [
    ("10.0.0.7", "10.0.0.7", nil), ("localhost:1", "localhost", 1), ("::1", "::1", nil), ("[fe80::1]:8443", "fe80::1", 8443),
  ])
  func resolves(_ text: String, _ host: String, _ port: Int?) throws {
    #expect(try read("resolve: '\(text)'\n").profile.connection.resolve == ResolvedAddress(host: host, port: port))
  }
}
