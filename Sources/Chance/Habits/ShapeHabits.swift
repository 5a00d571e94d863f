internal import Lab
internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// Other ways to lay out what the service said: each of those that a client reads without being told.
enum ShapeHabits {
  static let all: [Habit] = [
    shape("envelope") { value, _ in ["type": "message", "data": value] },
    shape("event") { value, results in results == nil ? value : ["event": "transcript", "data": value] },
    shape("type-text") { value, results in
      results.map { ["type": .string($0.isFinal ? "final" : "partial"), "text": .string($0.transcript), "start": .number($0.start)] }
        ?? value
    },
    shape("transcript-flag") { value, results in
      results.map { ["transcript": .string($0.transcript), "is_final": .bool($0.isFinal)] } ?? value
    },
    shape("extra-fields") { value, _ in
      guard case .object(var members) = value else { return value }
      members["relay"] = "chance"
      members["received_at"] = 1_767_225_600
      return .object(members)
    },
    shape("written-anew") { value, _ in value },
  ]

  private static func shape(_ name: String, _ change: @escaping @Sendable (JSONValue, Results?) -> JSONValue) -> Habit {
    Habit(name, .shape) { _ in
      EachAction { action in
        switch action {
        case .send(.accepted, .text(let bytes), _): [.send(.accepted, .text(changed(bytes, change)))]
        case .send(.accepted, .binary(let bytes), _): [.send(.accepted, .binary(changed(bytes, change)))]
        default: [action]
        }
      }
    }
  }

  /// What is no message of the service's goes on as it is.
  private static func changed(_ bytes: [UInt8], _ change: (JSONValue, Results?) -> JSONValue) -> [UInt8] {
    guard let value = try? JSONValue(parsing: bytes), let message = try? ServiceMessage(value) else { return bytes }
    if case .results(let results) = message { return Array(change(value, results).serialized().utf8) }
    return Array(change(value, nil).serialized().utf8)
  }
}
