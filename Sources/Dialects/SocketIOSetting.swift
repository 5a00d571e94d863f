internal import Speech

/// A profile's `client` with the dialect socket.io: the names of one relay's events, and what is said in them.
extension Dialect {
  private static let settingKeys = ["dialect", "opening", "audio", "results", "stop", "auth"] + plainKeys
  /// Stands in an event's data where the bytes are attached.
  private static let attachment = "{{attachment}}"

  static func socketIO(_ members: [String: JSONValue]) throws(DialectFault) -> Dialect {
    if let key = members.keys.sorted().first(where: { !settingKeys.contains($0) }) {
      throw DialectFault(
        "'\(key)' is given by socket.io itself", key: key, allowed: ["opening: EVENT", "audio: EVENT", "results: EVENT", "stop: EVENT"])
    }
    let closes = members["stop"]?.string == "close"
    let stop = try members["stop"].map { value throws(DialectFault) in try happening(value, "stop") }
    var dialect = Dialect.socketIO(
      audio: try members["audio"].map { value throws(DialectFault) in try carrying(value) } ?? attached("audio"),
      results: try members["results"].map { value throws(DialectFault) in try events(value, "results") } ?? ["transcript"],
      stop: stop ?? event("stop"), auth: members["auth"])
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
    let (name, data) = try named(value, key, ["EVENT", "{ event: EVENT, data: { action: start } }"])
    return event(name, data)
  }

  /// An event that has the bytes of a chunk attached, or their base64 in its data.
  private static func carrying(_ value: JSONValue) throws(DialectFault) -> Wrapping {
    let forms = ["EVENT", #"{ event: EVENT, data: "{{audio}}" }"#, "{ event: EVENT, data: { chunk: \"\(attachment)\" } }"]
    let (name, data) = try named(value, "audio", forms)
    guard let data else { return attached(name) }
    if let (data, count) = attaching(data), count == 1 {
      return .announced(MessageTemplate(verbatim: Envelope.announcement(event: name, data)))
    }
    let template = try faulting("audio") { () throws(DialectFault) in try MessageTemplate(event(name, data)) }
    guard template.has(.audio) else { throw DialectFault("the data of 'audio' has no place for the audio", key: "audio", allowed: forms) }
    return .inside(template)
  }

  /// Data with Socket.IO's placeholder where the attachment belongs, and how often that is; nil where it is nowhere.
  private static func attaching(_ data: JSONValue) -> (data: JSONValue, count: Int)? {
    switch data {
    case .string(attachment): return (Envelope.placeholder, 1)
    case .object(let members):
      let inner = members.mapValues { attaching($0) }
      let count = inner.values.reduce(0) { $0 + ($1?.count ?? 0) }
      return count == 0 ? nil : (.object(members.merging(inner.compactMapValues { $0?.data }) { $1 }), count)
    case .array(let items):
      let inner = items.map { attaching($0) }
      let count = inner.reduce(0) { $0 + ($1?.count ?? 0) }
      return count == 0 ? nil : (.array(zip(items, inner).map { $1?.data ?? $0 }), count)
    default: return nil
    }
  }

  private static func named(
    _ value: JSONValue, _ key: String, _ forms: [String]
  ) throws(DialectFault) -> (name: String, data: JSONValue?) {
    if let name = value.string, !name.isEmpty { return (name, nil) }
    guard let members = value.object, let name = members["event"]?.string, !name.isEmpty,
      members.keys.allSatisfy({ ["event", "data"].contains($0) })
    else { throw DialectFault("'\(key)' must be an event of Socket.IO's, found \(value.kindName)", key: key, allowed: forms) }
    return (name, members["data"])
  }
}
