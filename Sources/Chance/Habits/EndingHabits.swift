internal import Lab
internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// How a healthy relay may end a session.
enum EndingHabits {
  static let all: [Habit] = [
    closing("closes-1001", 1001, ""),
    closing("closes-with-reason", 1000, "session complete"),
    Habit("finalizes-first", .finalizing) { _ in
      EachAction { action in
        guard action == .send(.dialled, .text(ClientMessage.closeStream.encoded)) else { return [action] }
        return [.send(.dialled, .text(ClientMessage.finalize.encoded)), action]
      }
    },
  ]

  /// Its own words in place of a normal end.
  private static func closing(_ name: String, _ code: UInt16, _ reason: String) -> Habit {
    Habit(name, .ending) { _ in
      EachAction { action in
        guard action == .send(.accepted, .close(1000)) else { return [action] }
        return [.send(.accepted, .close(code, reason))]
      }
    }
  }
}
