internal import Audio
internal import Dialects
internal import Speech
internal import Timeline

/// The JSON Schema (draft 2020-12) of a profile's YAML, made of what the readers know. A copy stands in `Fixtures/schemas`.
package enum ProfileSchema {
  package static var text: String {
    SchemaParts.document(
      "profile", "How to talk to one relay, and options of the run. `sttcheck profiles NAME` prints one to copy.",
      SchemaParts.mapping(ProfileReader.keys + RunOptionsReader.keys, connection.merging(run) { $1 }))
  }

  private static func described(_ text: String, _ schema: JSONValue) -> JSONValue { SchemaParts.described(text, schema) }
  private static func optional(_ schema: JSONValue) -> JSONValue { SchemaParts.either(schema, SchemaParts.nothing) }

  /// A value may come from `${NAME}`, whole or in part.
  private static func url(_ schemes: String) -> JSONValue { SchemaParts.pattern("^((\(schemes))://[^ #]+|\\$\\{.*)$") }
  private static let webSocket = url("[wW][sS][sS]?")
  private static let http = url("[hH][tT][tT][pP][sS]?")
  private static let path: JSONValue = ["type": ["string", "number", "boolean"], "minLength": 1]

  /// A header or query: each value a text, or several.
  private static let fields: JSONValue = [
    "type": "object", "additionalProperties": SchemaParts.either(SchemaParts.text, SchemaParts.list(of: SchemaParts.text)),
  ]

  /// Names as RFC 9110 §5.6.2 has them, and none that the handshake writes itself.
  private static var headers: JSONValue {
    var members = fields.object ?? [:]
    let own = HeaderReader.own + ["sec-websocket-protocol"]
    let anyCase = own.map { name in name.map { $0.isLetter ? "[\($0)\($0.uppercased())]" : String($0) }.joined() }
    members["propertyNames"] = [
      "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", "not": ["pattern": .string("^(\(anyCase.joined(separator: "|")))$")],
    ]
    return .object(members)
  }

  private static var connection: [String: JSONValue] {
    [
      "relay": described("The relay's URL: ws:// or wss://.", webSocket),
      "direct": described(
        "The URL is the service's own, with no relay between; `stop` is then CloseStream unless it is given.", ["type": "boolean"]),
      "headers": described("Headers of the opening request; secrets as ${NAME}.", headers),
      "subprotocols": SchemaParts.list(of: SchemaParts.text, unique: true),
      "query": described("Added to the relay's URL, percent-encoded.", fields),
      "login": described("A request before the sessions; its result is ${login}.", optional(login)),
      "client": described("How the client speaks: a dialect, one with changes, or one written out.", optional(client)),
      "audio": audio, "stop": SchemaParts.stop,
      "ready": described("A message to wait for before audio is sent.", optional(SchemaParts.condition)),
      "results": described("Where the results come, where that is not the connection of the audio.", optional(results)),
      "one_shot": described("Where the relay takes whole recordings: http:// or https://.", optional(http)),
      "messages": described("The shape of the relay's messages.", messages), "tls": optional(tls),
      "proxy": described(
        "http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.", optional(SchemaParts.pattern("^([hH][tT][tT][pP]://|\\$\\{).+"))),
      "resolve": described(
        "An address to connect to in the place of the relay's.",
        optional(SchemaParts.pattern("^(\\[[0-9A-Za-z.:]+\\]|[0-9A-Za-z._:-]+)(:[0-9]+)?$"))),
      "compression": described("Whether permessage-deflate is offered, or its parameters (RFC 7692).", optional(compression)),
    ]
  }

  private static var compression: JSONValue {
    let bits = SchemaParts.integer(8...15)
    return SchemaParts.either(
      SchemaParts.bool,
      SchemaParts.mapping(
        CompressionReader.keys,
        [
          "server_no_context_takeover": SchemaParts.bool, "client_no_context_takeover": SchemaParts.bool,
          "server_max_window_bits": bits, "client_max_window_bits": bits,
        ]))
  }

  private static var results: JSONValue {
    let message: JSONValue = ["type": ["string", "object"], "minLength": 1]
    var members =
      SchemaParts.mapping(
        ResultsReader.keys,
        [
          "connect": described("Another WebSocket of the relay's.", webSocket),
          "events": described("Server-sent events over HTTP.", http),
          "poll": described("Asked for over HTTP.", http),
          "every": described("How often it is asked for: 500ms.", SchemaParts.duration()),
          "says": described("What the client says first there.", SchemaParts.either(message, SchemaParts.list(of: message, atLeast: 1))),
          "id": described("Where {{id}} stands in what the relay says before it gets audio.", SchemaParts.selector),
        ], oneOf: ResultsReader.ways
      ).object ?? [:]
    members["dependentRequired"] = ["every": ["poll"], "says": ["connect"]]
    return .object(members)
  }

  private static var login: JSONValue {
    var members =
      SchemaParts.mapping(
        LoginReader.keys,
        [
          "get": http, "post": http, "headers": fields, "body": ["type": ["string", "number", "boolean", "object", "array"]],
          "select": SchemaParts.selector,
        ], oneOf: ["get", "post"]
      ).object ?? [:]
    members["dependentRequired"] = ["body": ["post"]]
    return .object(members)
  }

  private static var client: JSONValue {
    let message: JSONValue = ["type": ["string", "object"]]
    let messages = SchemaParts.either(message, SchemaParts.list(of: message, atLeast: 1))
    return SchemaParts.either(
      SchemaParts.word(DialectCatalogue.names),
      SchemaParts.mapping(
        Dialect.keys,
        [
          "dialect": SchemaParts.word(DialectCatalogue.names), "opening": messages, "stop": messages, "goodbye": message,
          "audio": described("binary, a text with {{audio}} where the base64 goes, or an event of Socket.IO's.", message),
          "answers": SchemaParts.either(["type": "object"], SchemaParts.list(of: ["type": "object"], atLeast: 1)),
          "results": described(
            "The events that results are; of several, the name says which is final.",
            SchemaParts.either(SchemaParts.text, SchemaParts.list(of: SchemaParts.text, atLeast: 1))),
          "auth": described("What a client of Socket.IO's shows when it connects.", message),
          "tracks": described("Of a call, with the dialect twilio; the outbound one of both is silent.", SchemaParts.word(Dialect.tracks)),
          "keepalive": described(
            "What is said every so often beside the audio: {\"type\":\"KeepAlive\"}, or another message.",
            SchemaParts.either(
              SchemaParts.duration(),
              SchemaParts.mapping(["every", "with"], ["every": SchemaParts.duration(), "with": message], required: ["every"]))),
          "browser": described(
            "The client keeps a browser's rules: no headers of its own, its subprotocol echoed, close codes that a page may send.",
            SchemaParts.bool),
        ]))
  }

  private static var audio: JSONValue {
    SchemaParts.mapping(
      ProfileReader.audioKeys,
      [
        "container": described(
          "Opus in a container, as a browser's recorder streams it; in the place of `encoding`.",
          optional(SchemaParts.word(AudioContainer.allCases.map(\.rawValue)))),
        "encoding": SchemaParts.encoding, "sample_rate": SchemaParts.sampleRate, "channels": SchemaParts.channels,
        "chunk": SchemaParts.chunk,
      ])
  }

  private static var messages: JSONValue {
    let conditions = ["final", "metadata", "ready", "error"]
    return SchemaParts.either(
      SchemaParts.word(MessagesReader.words),
      SchemaParts.mapping(
        MessagesReader.keys,
        Dictionary(
          MessagesReader.keys.map { ($0, conditions.contains($0) ? SchemaParts.condition : SchemaParts.selector) },
          uniquingKeysWith: { first, _ in first }),
        required: ["transcript"]))
  }

  private static var tls: JSONValue {
    var members =
      SchemaParts.mapping(
        ConnectionReader.tlsKeys,
        [
          "ca": path, "certificate": path, "key": path, "insecure": SchemaParts.bool,
          "server_name": SchemaParts.pattern("^[A-Za-z0-9.-]+$"),
        ]
      ).object ?? [:]
    members["dependentRequired"] = ["certificate": ["key"], "key": ["certificate"]]
    members["not"] = ["required": ["ca", "insecure"], "properties": ["insecure": ["const": true]]]
    return .object(members)
  }

  private static var limits: JSONValue {
    let number = SchemaParts.integer(1...Limits.most)
    let members = Limits.settings.map { setting in
      (setting.name, setting.unit == "bytes" ? SchemaParts.either(number, SchemaParts.size) : number)
    }
    return SchemaParts.mapping(LimitsReader.keys, Dictionary(members, uniquingKeysWith: { first, _ in first }))
  }

  private static var run: [String: JSONValue] {
    let format = SchemaParts.word(ReportFormat.names)
    let scenario = SchemaParts.either(SchemaParts.word(BuiltIns.scenarioNames), SchemaParts.pattern("/|\\.ya?ml$"))
    return [
      "scenarios": SchemaParts.list(of: scenario, atLeast: 1), "suite": SchemaParts.word(Suite.all.map(\.name)),
      "audio_file": described(
        "Speech of yours; of several files, clients side by side have one each.",
        SchemaParts.either(path, SchemaParts.list(of: path, atLeast: 1))),
      "record": path, "report": path,
      "record_audio": described(
        "What the recording keeps of the audio: every byte, or digests and levels in its place.",
        SchemaParts.word(RunOptions.RecordAudio.allCases.map(\.rawValue))),
      "record_once": described("Bytes that are in the recording already are kept only once.", SchemaParts.bool),
      "format": SchemaParts.either(
        SchemaParts.list(of: format, atLeast: 1),
        SchemaParts.pattern(
          "^ *(\(ReportFormat.names.joined(separator: "|")))( *, *(\(ReportFormat.names.joined(separator: "|"))))* *$")),
      "fail_on": SchemaParts.word(RunOptions.FailOn.allCases.map(\.rawValue)), "fault": SchemaParts.text,
      "jobs": SchemaParts.integer(1...10_000), "investigate": SchemaParts.bool,
      "timeout": SchemaParts.either(SchemaParts.duration(), SchemaParts.number(0.001...86_400)),
      "deadline": described(
        "The longest that the run, its diagnosis and its reports may take together.",
        SchemaParts.either(SchemaParts.duration(), SchemaParts.number(0.001...RunOptions.longestDeadline))),
      "limits": described("What a peer may send before its session is ended as flooded.", limits),
      "repeat": SchemaParts.integer(1...100_000),
      "service_listen": described("HOST:PORT.", SchemaParts.pattern("^.+:[0-9]+$")), "service_forward": webSocket,
      "service_near": described(
        "The service played here answers its handshake at once, and not as late as the real one.", SchemaParts.bool),
      "service_fault": described(
        "What the service played here does wrong on purpose in every scenario that does not say.", SchemaParts.word(MisbehaviourKind.names)),
      "service_proxy": described("HOST:PORT of a CONNECT proxy that catches the service's hosts.", SchemaParts.pattern("^.+:[0-9]+$")),
      "service_hosts": described(
        "Names of the service besides the vendor's; a * stands for one label or more.",
        SchemaParts.list(of: SchemaParts.pattern("^(\\*\\.)?[A-Za-z0-9_-]+(\\.(\\*|[A-Za-z0-9_-]+))*$"))),
      "start": described("A command that starts the relay, for a shell.", SchemaParts.pattern("[^ ]")),
      "start_timeout": SchemaParts.either(SchemaParts.duration(), SchemaParts.number(0.001...86_400)),
    ]
  }
}
