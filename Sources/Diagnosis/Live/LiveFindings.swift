package import Timeline
internal import Wire

/// What is certain of sessions that still go on: it is told when it happens, once a connection, and nothing that comes later takes it back.
///
/// Most findings need a session's end, or other sessions. These need one event.
package struct LiveFindings: Sendable {
  package struct Told: Sendable, Equatable {
    package var session: Int
    /// The rule that will name it; nil for what happened, whose cause shows later.
    package var rule: String?
    package var text: String
  }

  /// Of connections that are there: what was told of each.
  private var told: [Int: Set<String>] = [:]
  /// Those on which a Close went by: what is wrong behind it costs nothing.
  private var closing: Set<Int> = []

  package init() {}

  /// - Returns: Nil for what is no news, and for what is not certain.
  package mutating func take(_ event: Event) -> Told? {
    guard let hop = event.hop else { return nil }
    let known = closing.contains(event.connection)
    switch event.kind {
    case .frame(let frame):
      // Almost all that goes by.
      guard frame.frame.opcode == .close else { return nil }
      closing.insert(event.connection)
      return first(event, nil, Self.closed(frame))
    case .violation(let violation):
      guard violation.kind == .textNotUTF8 || violation.kind == .other, !known else { return nil }
      return first(
        event, "protocol-violation",
        "the \(violation.sender.rawValue) broke \(violation.rule) on the \(hop.rawValue) hop: \(violation.text)")
    case .note(let note):
      guard let limit = note.limit else { return nil }
      return first(event, "flooded", "the \(limit.sender.rawValue) sent \(limit.text)")
    case .failed(let failure):
      return first(event, Self.rule(failure, hop), "no connection to the \(hop.acceptor.rawValue): \(failure.text)")
    case .response(let head): return first(event, Self.rule(head, event), Self.refused(head, event))
    case .ended:
      told[event.connection] = nil
      closing.remove(event.connection)
      return nil
    case .request: return nil
    }
  }

  private mutating func first(_ event: Event, _ rule: String?, _ text: String?) -> Told? {
    guard let text, told[event.connection, default: []].insert(rule ?? text).inserted else { return nil }
    return Told(session: event.session, rule: rule, text: text)
  }

  /// The service's own word for why it goes.
  private static func closed(_ frame: FrameEvent) -> String? {
    let payload = frame.frame.payload
    guard frame.sender != .client, payload.count > 2 else { return nil }
    let reason = String(decoding: payload.dropFirst(2), as: UTF8.self)
    guard ServiceWords.areIn(reason) else { return nil }
    return "the \(frame.sender.rawValue) closes with \(Int(payload[0]) << 8 | Int(payload[1])): \(reason)"
  }

  /// Between a relay and its service a relay may try again: the cause is what it does then.
  private static func rule(_ failure: ConnectionFailure, _ hop: Hop) -> String? {
    guard hop == .client else { return nil }
    switch failure.stage {
    case .resolve, .connect: return "relay-unreachable"
    case .tls: return "tls-failed"
    case .handshake: return failure.code == "TIMEOUT" ? "relay-unreachable" : "handshake-refused"
    }
  }

  private static func rule(_ head: ResponseHead, _ event: Event) -> String? {
    guard event.hop == .client else { return nil }
    return head.headers["dg-error"] == nil ? "handshake-refused" : "service-refused"
  }

  /// Of a WebSocket that was asked for: what is no session's is plain HTTP.
  private static func refused(_ head: ResponseHead, _ event: Event) -> String? {
    guard head.status >= 300, event.session > 0 else { return nil }
    let by = event.hop?.acceptor.rawValue ?? ""
    return "the \(by) refuses the handshake: \(ProbeJudge.words(head))"
  }
}
