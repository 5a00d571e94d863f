package import Speech
internal import Timeline

extension Dialect {
  /// Keys of a setting that is a mapping.
  package static let keys = ["dialect", "opening", "audio", "stop", "answers", "results", "goodbye", "keepalive", "browser"]
  /// Those beside which a client still speaks plain words: binary audio, and the profile's stop.
  private static let plainKeys = ["keepalive", "browser"]

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
      self = try Self.written(members, from: isPlain ? .binary : try name.map(Self.named))
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

  private static func named(_ name: String) throws(DialectFault) -> Dialect {
    guard let dialect = DialectCatalogue.named(name) else {
      throw DialectFault("'\(name)' is no dialect", key: "dialect", allowed: DialectCatalogue.names)
    }
    return dialect
  }

  /// Socket.IO with the names of one relay's events.
  private static func socketIO(_ members: [String: JSONValue]) throws(DialectFault) -> Dialect {
    if let key = members.keys.sorted().first(where: { !(["dialect", "opening", "audio", "results", "stop"] + plainKeys).contains($0) }) {
      throw DialectFault(
        "'\(key)' is given by socket.io itself", key: key, allowed: ["opening: EVENT", "audio: EVENT", "results: EVENT", "stop: EVENT"])
    }
    func event(_ key: String, _ usual: String) throws(DialectFault) -> String {
      guard let value = members[key] else { return usual }
      guard let name = value.string, !name.isEmpty else {
        throw DialectFault("'\(key)' must be the name of an event, found \(value.kindName)", key: key)
      }
      return name
    }
    let closes = members["stop"]?.string == "close"
    let stop = try members["stop"].map { value throws(DialectFault) in try happening(value, "stop") }
    var dialect = Dialect.socketIO(
      audio: try event("audio", "audio"), results: try event("results", "transcript"), stop: stop ?? Dialect.event("stop"))
    if closes { dialect.hangsUp = true }
    if let value = members["opening"] {
      dialect.opening += try list(value, "opening") { value throws(DialectFault) in
        guard let awaited = value["await"], value.object?.count == 1 else {
          return .says(MessageTemplate(verbatim: try happening(value, "opening")))
        }
        // As far as its name: what the relay says with it is its own.
        let name = try happening(awaited, "opening").dropLast()
        return .awaits(.beginning(String(name)), example: "\(name)]")
      }
    }
    return dialect
  }

  /// An event by its name alone, or with what is said in it.
  private static func happening(_ value: JSONValue, _ key: String) throws(DialectFault) -> String {
    let forms = ["EVENT", "{ event: EVENT, data: { action: start } }"]
    if let name = value.string, !name.isEmpty { return Dialect.event(name) }
    guard let members = value.object, let name = members["event"]?.string, !name.isEmpty,
      members.keys.allSatisfy({ ["event", "data"].contains($0) })
    else { throw DialectFault("'\(key)' must be an event of Socket.IO's, found \(value.kindName)", key: key, allowed: forms) }
    return Dialect.event(name, members["data"])
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
      guard let event = value.string, !event.isEmpty else {
        throw DialectFault("'results' must be the name of an event, found \(value.kindName)", key: "results")
      }
      dialect.envelope = Envelope(results: event)
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

  /// A text, or a mapping as JSON.
  private static func template(_ value: JSONValue, _ key: String) throws(DialectFault) -> MessageTemplate {
    switch value {
    case .string(let text) where !text.isEmpty:
      return try faulting(key) { () throws(DialectFault) in try MessageTemplate(text) }
    case .object: return try faulting(key) { () throws(DialectFault) in try MessageTemplate(value.serialized(leading: ["type", "event"])) }
    default: throw DialectFault("'\(key)' has \(value.kindName) in the place of a message", key: key, allowed: ["a text", "a mapping"])
    }
  }

  private static func list<Element>(
    _ value: JSONValue, _ key: String, _ read: (JSONValue) throws(DialectFault) -> Element
  ) throws(DialectFault) -> [Element] {
    var elements: [Element] = []
    for item in value.array ?? [value] { elements.append(try read(item)) }
    guard !elements.isEmpty else { throw DialectFault("'\(key)' is an empty list", key: key) }
    return elements
  }

  private static func faulting<Value>(
    _ key: String, _ read: () throws(DialectFault) -> Value
  ) throws(DialectFault) -> Value {
    do { return try read() } catch { throw error.at(key) }
  }
}

extension Dialect.Ending {
  /// In reports.
  var shown: String {
    switch self {
    case .text(let template): template.text
    case .binary(let bytes): "\(bytes.count) bytes of stop"
    }
  }
}
