internal import Speech
internal import Timeline
internal import Yams

/// Reads a scenario's `service`: a misbehaviour's name, or a mapping that says when it happens and how often.
enum MisbehaviourReader {
  static let keys = ["fault", "after", "at", "times"]
  static let moments = ["handshake", "stop"]
  /// Connections of one session.
  static let timesRange = 1...1000

  static var schema: JSONValue {
    let kinds = SchemaParts.word(MisbehaviourKind.names)
    let moment = SchemaParts.either(SchemaParts.word(moments), SchemaParts.duration())
    return SchemaParts.either(
      kinds,
      SchemaParts.mapping(
        keys,
        [
          "fault": SchemaParts.described("What it does.", kinds),
          "after": SchemaParts.described("Once so much audio has come.", SchemaParts.duration()),
          "at": SchemaParts.described("At the handshake, at the end of the stream, or so long after the handshake.", moment),
          "times": SchemaParts.described(
            "How many of a session's connections meet it, from the first.",
            SchemaParts.either(SchemaParts.word(["always"]), SchemaParts.integer(timesRange))),
        ], required: ["fault"], atMostOneOf: ["after", "at"]))
  }

  static func read(_ value: YAMLValue, for scenario: Scenario) throws(ConfigurationError) -> Misbehaviour {
    guard value.node.mapping != nil else {
      guard value.node.scalar != nil, !value.isNothing else { throw value.wrong("a misbehaviour", allowed: MisbehaviourKind.names) }
      let usual = Misbehaviour(try kind(value))
      try check(usual, fits: scenario, value)
      return usual
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let kind = try kind(mapping.required("fault"))
    if let at = mapping["at"], mapping["after"] != nil { throw at.fault("'after' and 'at' stand in 'service' together; one will do") }
    let moment = try moment(mapping)
    if let place = mapping["after"] ?? mapping["at"], !kind.isTimed, moment != .handshake {
      throw place.fault("'\(kind.rawValue)' begins with the handshake: it takes no '\(place.name)'", allowed: ["at: handshake"])
    }
    let times = try mapping["times"].map(times)
    let misbehaviour = Misbehaviour(kind, moment, times: times)
    try check(misbehaviour, fits: scenario, mapping["after"] ?? mapping["at"] ?? value)
    return misbehaviour
  }

  private static func kind(_ value: YAMLValue) throws(ConfigurationError) -> MisbehaviourKind {
    let word = try value.oneOf(MisbehaviourKind.names)
    guard let kind = MisbehaviourKind(rawValue: word) else { throw value.wrong("a misbehaviour", allowed: MisbehaviourKind.names) }
    return kind
  }

  private static func moment(_ mapping: YAMLMapping) throws(ConfigurationError) -> Misbehaviour.Moment? {
    if let after = mapping["after"] { return .audio(try after.duration()) }
    guard let at = mapping["at"] else { return nil }
    switch try at.text() {
    case "handshake": return .handshake
    case "stop": return .stop
    case let word where word.first?.isNumber == true || word.first == "." || word.first == "-": return .open(try at.duration())
    default: return try at.oneOf(moments) == "stop" ? .stop : .handshake
    }
  }

  private static func times(_ value: YAMLValue) throws(ConfigurationError) -> Misbehaviour.Times {
    if value.node.scalar?.string == "always" { return .always }
    guard value.node.plainNumber != nil else { throw value.wrong("a number of connections", allowed: ["always", "1 to 1000"]) }
    return .count(try value.integer(in: timesRange))
  }

  /// A moment that never comes would be a scenario in which nothing happens.
  private static func check(_ misbehaviour: Misbehaviour, fits scenario: Scenario, _ place: YAMLValue) throws(ConfigurationError) {
    switch misbehaviour.moment {
    case .handshake, .stop: return
    case .audio(let length):
      guard let longest = scenario.longestAudio.map(wholeMilliseconds), length > longest else { return }
      throw place.fault(
        "'service' has its moment after \(DurationText.text(length)) of audio, and the scenario sends \(DurationText.text(longest))",
        allowed: ["at most \(DurationText.text(longest))"])
    case .open(let length):
      guard let longest = scenario.longestTime.map(wholeMilliseconds), length > longest else { return }
      throw place.fault(
        "'service' has its moment \(DurationText.text(length)) after the handshake, and the scenario takes \(DurationText.text(longest)) at most",
        allowed: ["at most \(DurationText.text(longest))"])
    }
  }

  private static func wholeMilliseconds(_ length: Nanoseconds) -> Nanoseconds { length / 1_000_000 * 1_000_000 }

  /// As it reads back equal: the name alone where all is as usual.
  static func written(_ misbehaviour: Misbehaviour) -> String {
    let name = misbehaviour.kind.rawValue
    guard misbehaviour != Misbehaviour(misbehaviour.kind) else { return name }
    var parts = ["fault: \(name)"]
    if misbehaviour.moment != Misbehaviour(misbehaviour.kind).moment {
      let moment =
        switch misbehaviour.moment {
        case .handshake: "at: handshake"
        case .stop: "at: stop"
        case .audio(let length): "after: \(DurationText.text(length))"
        case .open(let length): "at: \(DurationText.text(length))"
        }
      parts.append(moment)
    }
    if misbehaviour.times != Misbehaviour(misbehaviour.kind).times {
      parts.append("times: \(misbehaviour.times.map(String.init) ?? "always")")
    }
    return "{ \(parts.joined(separator: ", ")) }"
  }
}
