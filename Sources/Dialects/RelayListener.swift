internal import Speech
package import Wire

/// Takes a relay's words out of a dialect, on one connection: for the client, and for whoever reads a recording.
package struct RelayListener: Sendable {
  /// What one message comes to.
  package struct Heard: Sendable, Equatable {
    /// Nil where it says nothing but the dialect's own.
    package var plain: Message?
    /// What it wants to be answered with.
    package var answer: MessageTemplate?
  }

  private let dialect: Dialect
  private var announced = 0
  /// What has grown so far, by item.
  private var grown: [String: String] = [:]

  package init(_ dialect: Dialect) { self.dialect = dialect }

  package mutating func hear(_ message: Message) -> Heard {
    switch message {
    case .ping, .pong, .close: return Heard(plain: message)
    case .binary:
      if announced > 0 { announced -= 1 }
      return Heard(plain: message)
    case .text(let bytes): return hear(text: bytes)
    }
  }

  private mutating func hear(text bytes: [UInt8]) -> Heard {
    if let answer = dialect.answers.first(where: { $0.to.holds(for: bytes) }) { return Heard(plain: nil, answer: answer.with) }
    if dialect.farewell?.holds(for: bytes) == true { return Heard(plain: .close(1000)) }
    if dialect.refusal?.holds(for: bytes) == true {
      let why = JSONValue.string(String(decoding: bytes, as: UTF8.self)).serialized()
      return Heard(plain: .text("{\"type\":\"error\",\"message\":\(why)}"))
    }
    if isOwn(bytes) { return Heard(plain: nil) }
    switch dialect.envelope?.opened(bytes) {
    case .text(let event, let content): return Heard(plain: .text(dialect.envelope?.plain(event, content) ?? content))
    case .announcement(_, let attachments):
      announced += attachments
      return Heard(plain: nil)
    case nil: return Heard(plain: .text(result(bytes) ?? bytes))
    }
  }

  private func isOwn(_ bytes: [UInt8]) -> Bool {
    dialect.chatter.contains { $0.holds(for: bytes) }
      || dialect.opening.contains { step in
        if case .awaits(let pattern, _) = step { pattern.holds(for: bytes) } else { false }
      }
  }

  /// A result in the dialect's words, in plain ones; nil where it is none.
  private mutating func result(_ bytes: [UInt8]) -> [UInt8]? {
    guard !dialect.results.isEmpty, let value = try? JSONValue(parsing: bytes),
      let form = dialect.results.first(where: { $0.when.holds(for: value) })
    else { return nil }
    var text = value[form.text]?.string ?? ""
    let item = form.item.flatMap { value[$0]?.string } ?? ""
    var type = "final"
    switch form.kind {
    case .final: grown[item] = nil
    case .partial: type = "partial"
    case .growing:
      type = "partial"
      text = grown[item, default: ""] + text
      grown[item] = text
    case .error: return Array(JSONValue.object(["type": "error", "message": .string(value.serialized())]).serialized().utf8)
    }
    return Array(JSONValue.object(["type": .string(type), "text": .string(text)]).serialized(leading: ["type"]).utf8)
  }
}
