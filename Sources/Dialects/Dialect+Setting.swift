package import Speech
internal import Timeline

extension Dialect {
  /// Keys of a setting that is a mapping.
  package static let keys = [
    "dialect", "opening", "audio", "stop", "answers", "results", "goodbye", "auth", "tracks", "keepalive", "browser",
  ]
  package static let tracks = TwilioTracks.allCases.map(\.rawValue)
  /// Those beside which a client still speaks plain words: binary audio, and the profile's stop.
  static let plainKeys = ["keepalive", "browser"]

  /// Reads a profile's `client`: a name, or a mapping that changes a named dialect or describes one of its own.
  package init(setting: JSONValue) throws(DialectFault) {
    if let name = setting.string {
      self = try Self.named(name)
      return
    }
    guard let members = setting.object else {
      throw DialectFault("a dialect must be a name or a mapping", allowed: DialectCatalogue.names)
    }
    if let unknown = members.keys.sorted().first(where: { !Self.keys.contains($0) }) {
      throw DialectFault("unknown key '\(unknown)'", key: unknown, allowed: Self.keys)
    }
    let name = members["dialect"]?.string
    if members["dialect"] != nil, name == nil { throw DialectFault("a dialect's name must be a text", key: "dialect") }
    if name == Dialect.socketIO.name {
      self = try Self.socketIO(members)
    } else {
      let isPlain = name == nil && members.keys.allSatisfy(Self.plainKeys.contains)
      self = try Self.written(members, from: isPlain ? .binary : try Self.base(name, members))
    }
    if let value = members["keepalive"] { keepAlive = try Self.keepAlive(value) }
    if let value = members["browser"] {
      guard let browser = value.bool else { throw DialectFault("'browser' must be true or false", key: "browser") }
      isBrowser = browser
    }
    self.setting = setting
  }

  /// `5s`, or how often and what.
  private static func keepAlive(_ value: JSONValue) throws(DialectFault) -> Heartbeat {
    let forms = ["5s", "{ every: 5s, with: { type: ping } }"]
    if let members = value.object, let unknown = members.keys.first(where: { !["every", "with"].contains($0) }) {
      throw DialectFault("unknown key '\(unknown)' in 'keepalive'", key: "keepalive", allowed: ["every", "with"])
    }
    guard let length = (value.string ?? value["every"]?.string).flatMap(DurationText.nanoseconds), length >= .milliseconds(100) else {
      throw DialectFault("'keepalive' must say how often, at most ten times a second", key: "keepalive", allowed: forms)
    }
    let message = try value["with"].map { value throws(DialectFault) in try template(value, "keepalive").text }
    return Heartbeat(text: message ?? Heartbeat.ofTheService, nanoseconds: length)
  }

  /// The dialect that is changed, with the tracks of a call where it has any; nil where it is written out.
  private static func base(_ name: String?, _ members: [String: JSONValue]) throws(DialectFault) -> Dialect? {
    if members["auth"] != nil { throw DialectFault("'auth' goes with the dialect socket.io alone", key: "auth") }
    guard let value = members["tracks"] else { return try name.map { name throws(DialectFault) in try named(name) } }
    guard name == Dialect.twilio.name else { throw DialectFault("'tracks' goes with the dialect twilio alone", key: "tracks") }
    guard let tracks = value.string.flatMap(TwilioTracks.init) else {
      throw DialectFault("'tracks' must say which of a call's tracks are sent", key: "tracks", allowed: tracks)
    }
    return .twilio(tracks)
  }

  private static func named(_ name: String) throws(DialectFault) -> Dialect {
    guard let dialect = DialectCatalogue.named(name) else {
      throw DialectFault("'\(name)' is no dialect", key: "dialect", allowed: DialectCatalogue.names)
    }
    return dialect
  }

  private static func written(_ members: [String: JSONValue], from base: Dialect?) throws(DialectFault) -> Dialect {
    var dialect = base ?? Dialect(name: "own", about: "written out in the profile")
    if let value = members["opening"] { dialect.opening = try list(value, "opening", Self.opening) }
    if let value = members["audio"] { dialect.audio = try wrapping(value) }
    if let value = members["answers"] { dialect.answers = try list(value, "answers", Self.answer) }
    if let value = members["goodbye"] { dialect.goodbye = try template(value, "goodbye") }
    if let value = members["stop"] {
      if value == "close" {
        dialect.hangsUp = true
      } else {
        dialect.hangsUp = false
        let stop = try list(value, "stop", Self.ending)
        dialect.stop = stop
        dialect.stopText = stop.lazy.map(\.shown).first
      }
    }
    if let value = members["results"] {
      dialect.envelope = Envelope(results: try events(value, "results"))
    }
    return dialect
  }

  private static func opening(_ value: JSONValue) throws(DialectFault) -> Opening {
    if let awaited = value["await"], value.object?.count == 1 {
      return .awaits(try faulting("opening") { () throws(DialectFault) in try MessagePattern(json: awaited) }, example: nil)
    }
    return .says(try template(value, "opening"))
  }

  private static func wrapping(_ value: JSONValue) throws(DialectFault) -> Wrapping {
    if value == "binary" { return .bare }
    let template = try template(value, "audio")
    guard template.has(.audio) else {
      throw DialectFault(
        "the template of 'audio' has no place for the audio", key: "audio",
        allowed: ["binary", "a text with {{audio}} in it, where the base64 goes"])
    }
    return .inside(template)
  }

  private static func ending(_ value: JSONValue) throws(DialectFault) -> Ending {
    if let digits = value["binary"]?.string, value.object?.count == 1 {
      var bytes: [UInt8] = []
      var rest = digits.filter { $0 != " " }[...]
      while let byte = UInt8(rest.prefix(2), radix: 16), rest.count >= 2 {
        bytes.append(byte)
        rest = rest.dropFirst(2)
      }
      guard rest.isEmpty else {
        throw DialectFault("'binary' of 'stop' is '\(digits)'", key: "stop", allowed: ["pairs of hexadecimal digits such as 00 ff"])
      }
      return .binary(bytes)
    }
    return .text(try template(value, "stop"))
  }

  private static func answer(_ value: JSONValue) throws(DialectFault) -> Answer {
    guard let to = value["to"], let with = value["with"], value.object?.count == 2 else {
      throw DialectFault("an answer says what it is to, and with what", key: "answers", allowed: ["{ to: \"2\", with: \"3\" }"])
    }
    return Answer(
      to: try faulting("answers") { () throws(DialectFault) in try MessagePattern(json: to) }, with: try template(with, "answers"))
  }

  /// The name of an event of Socket.IO's, or several.
  static func events(_ value: JSONValue, _ key: String) throws(DialectFault) -> [String] {
    try list(value, key) { value throws(DialectFault) in
      guard let name = value.string, !name.isEmpty else {
        throw DialectFault("'\(key)' must be the name of an event, found \(value.kindName)", key: key)
      }
      return name
    }
  }

  /// A text, or a mapping as JSON.
  private static func template(_ value: JSONValue, _ key: String) throws(DialectFault) -> MessageTemplate {
    switch value {
    case .string(let text) where !text.isEmpty:
      return try faulting(key) { () throws(DialectFault) in try MessageTemplate(text) }
    case .object: return try faulting(key) { () throws(DialectFault) in try MessageTemplate(value.serialized(leading: ["type", "event"])) }
    default: throw DialectFault("'\(key)' has \(value.kindName) in the place of a message", key: key, allowed: ["a text", "a mapping"])
    }
  }

  static func list<Element>(
    _ value: JSONValue, _ key: String, _ read: (JSONValue) throws(DialectFault) -> Element
  ) throws(DialectFault) -> [Element] {
    var elements: [Element] = []
    for item in value.array ?? [value] { elements.append(try read(item)) }
    guard !elements.isEmpty else { throw DialectFault("'\(key)' is an empty list", key: key) }
    return elements
  }

  static func faulting<Value>(
    _ key: String, _ read: () throws(DialectFault) -> Value
  ) throws(DialectFault) -> Value {
    do { return try read() } catch { throw error.at(key) }
  }
}

extension Dialect.Ending {
  /// In reports: what fills a place is not the same twice.
  var shown: String {
    switch self {
    case .text(let template): template.filled { _ in "…" }
    case .binary(let bytes): "\(bytes.count) bytes of stop"
    }
  }
}
