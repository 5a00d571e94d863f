internal import Speech
internal import Timeline

/// The JSON Schema (draft 2020-12) of a scenario's YAML, made of what the readers know. A copy stands in `Fixtures/schemas`.
package enum ScenarioSchema {
  /// - Parameter rules: ids that `provokes` may name.
  package static func text(rules: [String]) -> String {
    SchemaParts.document("scenario", "What a scripted client does. `sttcheck scenarios NAME` prints one to copy.", schema(rules))
  }

  private static func schema(_ rules: [String]) -> JSONValue {
    let top = SchemaParts.mapping(
      ScenarioReader.keys,
      [
        "name": described(
          "A name for reports, files and command lines.", ["type": ["string", "number", "boolean"], "pattern": "^[A-Za-z0-9._-]{1,64}$"]),
        "about": described("What it shows, in a sentence.", SchemaParts.text),
        "audio": audio,
        "provokes": described(
          "Rules broken on purpose (see `sttcheck rules`).", SchemaParts.list(of: SchemaParts.word(rules), unique: true)),
        "wants": described("What must be there for it to be played: a relay, and not the service itself.", SchemaParts.word(["relay"])),
        "client": described(
          "What its client is held to: browser: true sends no headers of a page's own, wants its subprotocol echoed, closes as a page may.",
          SchemaParts.mapping(ScenarioReader.clientKeys, ["browser": SchemaParts.bool])),
        "service": described(
          "What the simulated service does wrong on purpose; \"sttcheck run --help\" lists it. Skipped where the service is another.",
          service),
        "steps": described("What the client does, one step after the other.", ["$ref": "#/$defs/steps"]),
        "expect": described("What the report checks by name.", expectations),
      ], required: ["name", "steps"])
    var members = top.object ?? [:]
    members["$defs"] = ["steps": steps, "audio": audio]
    if var properties = members["properties"]?.object {
      properties["audio"] = ["$ref": "#/$defs/audio"]
      members["properties"] = .object(properties)
    }
    return .object(members)
  }

  private static func described(_ text: String, _ schema: JSONValue) -> JSONValue { SchemaParts.described(text, schema) }

  /// A misbehaviour's name, or when it happens and how often.
  private static var service: JSONValue {
    let kinds = SchemaParts.word(MisbehaviourKind.names)
    let moment = SchemaParts.either(SchemaParts.word(MisbehaviourReader.moments), SchemaParts.duration())
    return SchemaParts.either(
      kinds,
      SchemaParts.mapping(
        MisbehaviourReader.keys,
        [
          "fault": described("What it does.", kinds),
          "after": described("Once so much audio has come.", SchemaParts.duration()),
          "at": described("At the handshake, at the end of the stream, or so long after the handshake.", moment),
          "times": described(
            "How many of a session's connections meet it, from the first.",
            SchemaParts.either(SchemaParts.word(["always"]), SchemaParts.integer(MisbehaviourReader.timesRange))),
        ], required: ["fault"], atMostOneOf: ["after", "at"]))
  }

  private static var audio: JSONValue {
    let format = SchemaParts.mapping(
      AudioSourceReader.formatKeys,
      [
        "encoding": SchemaParts.encoding, "sample_rate": SchemaParts.sampleRate, "channels": SchemaParts.channels,
        "header": SchemaParts.word(["none", "wav"]),
      ])
    let tone = SchemaParts.mapping(
      ["hertz", "for"], ["hertz": SchemaParts.number(1...100_000), "for": SchemaParts.duration()], required: ["hertz", "for"])
    return described(
      "What is streamed: one source, and what goes over the wire.",
      SchemaParts.mapping(
        AudioSourceReader.sources + AudioSourceReader.repeating + ["format"],
        [
          "speech": described("A built-in clip.", SchemaParts.word(BuiltIns.clipNames)),
          "times": described("How often the clip is said.", SchemaParts.integer(AudioSourceReader.timesRange)),
          "pause": described("Silence between one time and the next.", SchemaParts.duration(zero: true)),
          "file": described("A WAV file, relative to this one.", ["type": ["string", "number", "boolean"], "minLength": 1]),
          "silence": SchemaParts.duration(), "noise": SchemaParts.duration(), "tone": tone,
          "format": SchemaParts.either(SchemaParts.word(["profile", "wav"]), format),
        ], oneOf: AudioSourceReader.sources))
  }

  // MARK: Steps

  /// Each a word, or a mapping of one word to its argument; `parallel` and `one-shot` stand alone.
  private static var steps: JSONValue {
    let arguments = arguments
    let bare = StepReader.names.filter { takesNothing.contains($0) || optional.contains($0) }
    let step = SchemaParts.either(
      SchemaParts.word(bare),
      ["type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false, "properties": .object(arguments)])
    let alone: [JSONValue] = ["parallel", "one-shot"].map { word in
      ["contains": ["anyOf": [["const": .string(word)], ["type": "object", "required": [.string(word)]]]]]
    }
    return ["type": "array", "minItems": 1, "items": step, "if": ["anyOf": .array(alone)], "then": ["maxItems": 1]]
  }

  private static let takesNothing = ["connect", "vanish", "keep-alive", "reconnect", "finalize"]
  private static let optional = ["stream", "stop", "close", "ping", "one-shot"]

  private static var arguments: [String: JSONValue] {
    let inner: JSONValue = ["$ref": "#/$defs/steps"]
    var forms: [String: JSONValue] = [
      "stream": stream, "stop": SchemaParts.stop, "await": awaiting, "send": send, "pause": SchemaParts.duration(),
      "read": SchemaParts.word(["stop", "resume"]),
      "close": SchemaParts.mapping(
        ["code", "reason"],
        ["code": closeCode, "reason": ["type": ["string", "number", "boolean"], "maxLength": 123]]),
      "ping": ["type": ["string", "number", "boolean"], "maxLength": 125],
      "one-shot": SchemaParts.mapping(["within"], ["within": SchemaParts.duration()], required: ["within"]),
      "repeat": SchemaParts.mapping(
        ["times", "steps"], ["times": SchemaParts.integer(1...1000), "steps": inner], required: ["times", "steps"]),
      "parallel": SchemaParts.mapping(
        ["clients", "steps"],
        [
          "clients": ["type": "array", "minItems": 2, "maxItems": 64, "items": ["$ref": "#/$defs/audio"]], "steps": inner,
        ], required: ["clients", "steps"]),
    ]
    for word in optional { forms[word] = SchemaParts.either(forms[word] ?? true, SchemaParts.nothing) }
    for word in takesNothing { forms[word] = SchemaParts.nothing }
    return Dictionary(StepReader.names.map { ($0, forms[$0] ?? true) }, uniquingKeysWith: { first, _ in first })
  }

  private static var closeCode: JSONValue {
    var members = SchemaParts.integer(1000...4999).object ?? [:]
    members["not"] = ["enum": [1004, 1005, 1006, 1015]]
    return .object(members)
  }

  private static var stream: JSONValue {
    var members =
      SchemaParts.mapping(
        StreamReader.keys,
        [
          "pace": described("A multiple of real time.", SchemaParts.number(0.01...100)),
          "fixed-sleep": described("Sleep so long after each chunk, as naive clients do.", SchemaParts.duration(zero: true)),
          "burst": described("So much audio at once each time.", SchemaParts.duration()),
          "from": SchemaParts.duration(zero: true), "to": SchemaParts.duration(), "chunk": SchemaParts.chunk,
          "split-samples": SchemaParts.bool, "frames": SchemaParts.integer(1...1000), "jitter": SchemaParts.duration(),
          "seed": SchemaParts.integer(0...(1 << 53)),
        ], atMostOneOf: StreamReader.rhythms
      ).object ?? [:]
    members["dependentRequired"] = ["seed": ["jitter"]]
    return .object(members)
  }

  private static var awaiting: JSONValue {
    let forms = Dictionary(AwaitReader.names.map { ($0, SchemaParts.yes) }, uniquingKeysWith: { first, _ in first })
    let message = SchemaParts.either(SchemaParts.yes, SchemaParts.condition)
    return SchemaParts.mapping(
      AwaitReader.names + ["within"], forms.merging(["message": message, "within": SchemaParts.duration()]) { $1 },
      required: ["within"], oneOf: AwaitReader.names)
  }

  private static var send: JSONValue {
    let bytes = described(
      "Bytes as pairs of hexadecimal digits.", ["type": ["string", "integer"], "pattern": "^ *([0-9A-Fa-f] *[0-9A-Fa-f] *)+$"])
    return SchemaParts.either(
      SchemaParts.word(["empty"]),
      SchemaParts.mapping(
        SendReader.keys,
        [
          "text": ["type": ["string", "number", "boolean", "null"]], "json": true, "binary": bytes, "zeros": SchemaParts.size,
          "frame": bytes,
        ], oneOf: SendReader.keys))
  }

  // MARK: Expectations

  private static var expectations: JSONValue {
    let subjects = Expectation.Subject.allCases
    return SchemaParts.mapping(
      subjects.map(\.rawValue), Dictionary(subjects.map { ($0.rawValue, form(of: $0)) }, uniquingKeysWith: { first, _ in first }))
  }

  private static func form(of subject: Expectation.Subject) -> JSONValue {
    let count = SchemaParts.integer(0...1_000_000)
    return switch subject {
    case .metadata: SchemaParts.bool
    case .close: SchemaParts.integer(1000...4999)
    case .wer: SchemaParts.mapping(["at_most"], ["at_most": SchemaParts.number(0...10)], required: ["at_most"])
    case .messages, .results, .interims, .finals:
      SchemaParts.either(count, SchemaParts.mapping(["at_least", "at_most"], ["at_least": count, "at_most": count], least: 1))
    case .firstResult, .firstFinal, .lastFinal, .closed:
      SchemaParts.mapping(["within"], ["within": SchemaParts.duration()], required: ["within"])
    case .latency:
      SchemaParts.mapping(
        ExpectationReader.percentiles.map(\.0),
        Dictionary(ExpectationReader.percentiles.map { ($0.0, SchemaParts.duration()) }, uniquingKeysWith: { first, _ in first }), least: 1)
    case .order: SchemaParts.list(of: SchemaParts.word(Expectation.Kind.allCases.map(\.rawValue)), atLeast: 2, unique: true)
    case .nothingAfterClose: SchemaParts.yes
    }
  }
}
