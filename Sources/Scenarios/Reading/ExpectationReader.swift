internal import Speech
internal import Timeline
internal import Yams

/// Reads a scenario's `expect`.
///
/// `metadata: true` becomes at least 1, `false` at most 0; a number, and `close`, become both bounds; times become seconds.
enum ExpectationReader {
  static var schema: JSONValue {
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
        percentiles.map(\.0),
        Dictionary(percentiles.map { ($0.0, SchemaParts.duration()) }, uniquingKeysWith: { first, _ in first }), least: 1)
    case .order: SchemaParts.list(of: SchemaParts.word(Expectation.Kind.allCases.map(\.rawValue)), atLeast: 2, unique: true)
    case .nothingAfterClose: SchemaParts.yes
    }
  }

  static func read(_ value: YAMLValue) throws(ConfigurationError) -> [Expectation] {
    let mapping = try value.mapping()
    try mapping.check(allowed: Expectation.Subject.allCases.map(\.rawValue))
    var expectations: [Expectation] = []
    for pair in mapping.pairs {
      guard let subject = Expectation.Subject(rawValue: pair.word) else { continue }
      if subject == .latency {
        expectations += try latency(pair.value)
      } else {
        expectations.append(try read(subject, pair.value))
      }
    }
    return expectations
  }

  private static func read(_ subject: Expectation.Subject, _ value: YAMLValue) throws(ConfigurationError) -> Expectation {
    switch subject {
    case .metadata: return try value.bool() ? Expectation(.metadata, atLeast: 1) : Expectation(.metadata, atMost: 0)
    case .close:
      let code = Double(try value.integer(in: 1000...4999))
      return Expectation(.close, atLeast: code, atMost: code)
    case .wer:
      guard value.node.mapping != nil else { throw value.wrong("a mapping", allowed: ["{ at_most: 0.3 }"]) }
      let mapping = try value.mapping()
      try mapping.check(allowed: ["at_most"])
      return Expectation(.wer, atMost: try mapping.required("at_most").number(in: 0...10))
    case .messages, .results, .interims, .finals: return try count(subject, value)
    case .firstResult, .firstFinal, .lastFinal, .closed:
      guard value.node.mapping != nil else { throw value.wrong("a mapping", allowed: ["{ within: 3s }"]) }
      let mapping = try value.mapping()
      try mapping.check(allowed: ["within"])
      return Expectation(subject, atMost: try mapping.required("within").duration().seconds)
    case .order, .latency: return try order(value)
    case .nothingAfterClose:
      guard try value.bool() else { throw value.fault("'\(subject.rawValue)' is false", allowed: ["true"]) }
      return Expectation(.nothingAfterClose, atMost: 0)
    }
  }

  static let percentiles = [("p50", 50), ("p95", 95), ("p99", 99), ("max", 100)]

  private static func latency(_ value: YAMLValue) throws(ConfigurationError) -> [Expectation] {
    guard value.node.mapping != nil else { throw value.wrong("a mapping", allowed: ["{ p95: 1500ms }"]) }
    let mapping = try value.mapping()
    let names = percentiles.map(\.0)
    try mapping.check(allowed: names)
    var expectations: [Expectation] = []
    for (name, percentile) in percentiles {
      guard let value = mapping[name] else { continue }
      expectations.append(Expectation(.latency, atMost: try value.duration().seconds, percentile: percentile))
    }
    guard !expectations.isEmpty else { throw value.fault("'latency' expects nothing", allowed: names) }
    return expectations
  }

  private static func order(_ value: YAMLValue) throws(ConfigurationError) -> Expectation {
    let names = Expectation.Kind.allCases.map(\.rawValue)
    var kinds: [Expectation.Kind] = []
    for entry in try value.list() {
      guard let kind = Expectation.Kind(rawValue: try entry.oneOf(names)) else { continue }
      guard !kinds.contains(kind) else { throw entry.fault("'\(kind.rawValue)' stands in 'order' twice") }
      kinds.append(kind)
    }
    guard kinds.count > 1 else { throw value.fault("'order' has fewer than two kinds", allowed: names) }
    return Expectation(.order, order: kinds)
  }

  private static func count(_ subject: Expectation.Subject, _ value: YAMLValue) throws(ConfigurationError) -> Expectation {
    let range = 0...1_000_000
    guard value.node.mapping != nil else {
      guard value.node.plainNumber != nil else {
        throw value.wrong("a number or a mapping", allowed: ["3", "{ at_least: 1, at_most: 3 }"])
      }
      let number = Double(try value.integer(in: range))
      return Expectation(subject, atLeast: number, atMost: number)
    }
    let mapping = try value.mapping()
    try mapping.check(allowed: ["at_least", "at_most"])
    let least = try mapping["at_least"]?.integer(in: range)
    let most = try mapping["at_most"]?.integer(in: range)
    if least == nil, most == nil { throw value.fault("'\(subject.rawValue)' expects nothing", allowed: ["at_least", "at_most"]) }
    if let least, let most, most < least, let place = mapping["at_most"] {
      throw place.fault("'at_most' is \(most), less than 'at_least' (\(least))")
    }
    return Expectation(subject, atLeast: least.map(Double.init), atMost: most.map(Double.init))
  }
}
