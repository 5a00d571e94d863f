internal import Lab
internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// What a healthy relay may say more, less or a little later.
enum TalkingHabits {
  static let all: [Habit] = [
    Habit("constant-delay", .delay) { draw in Lagging(wait: .milliseconds(20 + 220 * draw.amount)) },
    greeting("greets-info", #"{"type":"info","message":"Connected"}"#),
    greeting("greets-status", #"{"status":"connected"}"#),
    Habit("pings-client", .pings) { draw in Heartbeat(every: .seconds(1 + 4 * draw.amount), .send(.accepted, .ping(Array("beat".utf8)))) },
    Habit("heartbeats", .pings) { draw in
      Heartbeat(every: .seconds(1 + 4 * draw.amount), .send(.accepted, .text(#"{"type":"heartbeat"}"#)))
    },
    Habit("keeps-alive", .keeping) { draw in
      Heartbeat(every: .seconds(2 + 3 * draw.amount), .send(.dialled, .text(ClientMessage.keepAlive.encoded)))
    },
    Habit("finals-only", .interims) { _ in without { if case .results(let results) = $0 { !results.isFinal } else { false } } },
    Habit("no-metadata", .metadata) { _ in without { if case .metadata = $0 { true } else { false } } },
    Habit("no-events", .events) { _ in
      without {
        switch $0 {
        case .utteranceEnd, .speechStarted: true
        default: false
        }
      }
    },
    Habit("ignores-finalize", .finalize) { _ in
      Filtering(memory: ()) { action, _, _ in action == .send(.dialled, .text(ClientMessage.finalize.encoded)) ? [] : [action] }
    },
    Habit("accepts-late", .accepting) { _ in AcceptingLate() },
  ]

  /// A relay with a shape of its own may be for finals only, and not ask for more; where they begin is another matter then. Among the habits that
  /// are drawn there is one that leaves interims out.
  static let asksForFinals = Habit("asks-for-finals", .interims) { _ in
    EachAction { action in
      guard case .dial(let target, let headers, let subprotocols) = action else { return [action] }
      let parsed = QueryString.parse(target)
      let items = parsed.items.filter { $0.name != "interim_results" }
      return [.dial(target: QueryString.append(items, to: parsed.path), headers: headers, subprotocols: subprotocols)]
    }
  }

  private static func greeting(_ name: String, _ text: String) -> Habit {
    Habit(name, .greeting) { _ in
      EachAction { action in
        guard case .accept = action else { return [action] }
        return [action, .send(.accepted, .text(text))]
      }
    }
  }

  private static func without(_ which: @escaping @Sendable (ServiceMessage) -> Bool) -> any JointStage {
    EachAction { action in
      guard case .send(.accepted, .text(let bytes), _) = action, let message = try? ServiceMessage(parsing: bytes), which(message) else {
        return [action]
      }
      return []
    }
  }
}
