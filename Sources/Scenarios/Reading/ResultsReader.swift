internal import Speech
internal import Timeline
internal import Yams

/// Reads a profile's `results`: where they come, where that is not the connection of the audio.
enum ResultsReader {
  static let ways = ["connect", "events", "poll"]
  static let keys = ways + ["every", "says", "id"]
  static let pollings: ClosedRange<Nanoseconds> = .milliseconds(50) ... .seconds(60)

  static var schema: JSONValue {
    let message: JSONValue = ["type": ["string", "object"], "minLength": 1]
    var members =
      SchemaParts.mapping(
        keys,
        [
          "connect": SchemaParts.described("Another WebSocket of the relay's.", URLReader.webSocketSchema),
          "events": SchemaParts.described("Server-sent events over HTTP.", URLReader.httpSchema),
          "poll": SchemaParts.described("Asked for over HTTP.", URLReader.httpSchema),
          "every": SchemaParts.described("How often it is asked for: 500ms.", SchemaParts.duration()),
          "says": SchemaParts.described(
            "What the client says first there.", SchemaParts.either(message, SchemaParts.list(of: message, atLeast: 1))),
          "id": SchemaParts.described("Where {{id}} stands in what the relay says before it gets audio.", SchemaParts.selector),
        ], oneOf: ways
      ).object ?? [:]
    members["dependentRequired"] = ["every": ["poll"], "says": ["connect"]]
    return .object(members)
  }

  static func read(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> ResultsPlace {
    guard value.node.mapping != nil else {
      throw value.wrong(
        "a mapping", allowed: ["{ connect: wss://relay.example.com/results }", "{ events: https://… }", "{ poll: https://…, every: 1s }"])
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: keys)
    let given = mapping.pairs.filter { ways.contains($0.word) }
    guard let place = given.first else { throw value.fault("'results' names no URL", allowed: ways.map { "\($0): URL" }) }
    if given.count > 1 { throw given[1].key.fault("'results' has a URL already, under '\(place.word)'", advice: "they come in one way") }
    let way = try way(place.word, mapping)
    let url = try url(place.value, place.word == "connect" ? .webSocket : .http, &substitution)
    var results = ResultsPlace(way, url: url, id: try mapping["id"].map(SelectorReader.selector))
    if case .webSocket = way, let says = mapping["says"] { results.way = .webSocket(says: try texts(says, &substitution)) }
    let wantsID = url.contains("{{id}}") || says(results).contains { $0.contains("{{id}}") }
    if wantsID, results.id == nil {
      throw value.fault(
        "'results' has {{id}}, and nothing says what that is", advice: "say where the relay's first message has it: id: $.session_id")
    }
    if !wantsID, let id = mapping["id"] { throw id.fault("'id' finds what no {{id}} in the URL or in 'says' asks for") }
    return results
  }

  private static func way(_ word: String, _ mapping: YAMLMapping) throws(ConfigurationError) -> ResultsPlace.Way {
    if word != "poll", let every = mapping["every"] { throw every.fault("'every' goes with 'poll'", allowed: ["poll: URL"]) }
    if word != "connect", let says = mapping["says"] { throw says.fault("'says' goes with 'connect'", allowed: ["connect: URL"]) }
    switch word {
    case "connect": return .webSocket(says: [])
    case "events": return .events
    default:
      guard let every = mapping["every"] else { return .poll(every: .milliseconds(500)) }
      let length = try every.duration()
      guard pollings.contains(length) else { throw every.fault("'every' is \(try every.text())", allowed: ["50ms to 60s"]) }
      return .poll(every: length)
    }
  }

  private static func says(_ results: ResultsPlace) -> [String] {
    if case .webSocket(let says) = results.way { says } else { [] }
  }

  /// A text, a mapping as JSON, or a list of them.
  private static func texts(_ value: YAMLValue, _ substitution: inout Substitution) throws(ConfigurationError) -> [String] {
    var texts: [String] = []
    for item in value.node.sequence == nil ? [value] : try value.list() {
      let text =
        item.node.scalar == nil
        ? try JSONText.compact(item) { text throws(ConfigurationError) in try substitution.expand(text) } : try substitution.expand(item)
      if let unknown = ResultsPlace.unknownPlace(in: text) { throw fault(unknown, item) }
      if text.isEmpty { throw item.fault("'says' has an empty text", allowed: ["a text", "a mapping"]) }
      texts.append(text)
    }
    return texts
  }

  private static func fault(_ unknown: String, _ value: YAMLValue) -> ConfigurationError {
    value.fault("'\(unknown)' in '\(value.name)' is no place that a session fills", allowed: ResultsPlace.places)
  }

  /// Checked with a word in each place that a session fills.
  private static func url(
    _ value: YAMLValue, _ family: WebSocketURL.Family, _ substitution: inout Substitution
  ) throws(ConfigurationError) -> String {
    let text = try substitution.expand(value, in: .url)
    if let unknown = ResultsPlace.unknownPlace(in: text) { throw fault(unknown, value) }
    do {
      _ = try WebSocketURL(parsing: ResultsPlace(.events, url: text).filled(stream: "stream", id: "id").url, as: family)
    } catch {
      throw value.fault("'\(value.name)' is '\(Quoting.short(try value.text()))': \(error.problem)", advice: error.advice)
    }
    return text
  }
}
