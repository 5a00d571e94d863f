import Lab
import Machines
import Speech
import Timeline
import Wire

/// Looks at what goes into a machine and what comes out of it, and changes it, with a memory of its own.
struct Reshaped<Memory: Sendable>: FaultStage {
  var memory: Memory
  var incoming: @Sendable (inout Memory, Occurrence, Nanoseconds) -> [Occurrence] = { _, occurrence, _ in [occurrence] }
  var outgoing: @Sendable (inout Memory, Action, Nanoseconds) -> [Action] = { _, action, _ in [action] }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds, inner: inout any Machine) -> [Action] {
    var actions: [Action] = []
    for occurrence in incoming(&memory, occurrence, now) {
      for action in inner.handle(occurrence, at: now) { actions += outgoing(&memory, action, now) }
    }
    return actions
  }
}

extension Machine {
  /// The machine with each thing that it asks for changed.
  func asking(_ change: @escaping @Sendable (Action) -> [Action]) -> any Machine {
    FaultyMachine(self, behind: Reshaped(memory: (), outgoing: { _, action, _ in change(action) }))
  }

  /// The machine with a memory between it and its driver.
  func reshaped<Memory: Sendable>(
    _ memory: Memory,
    incoming: @escaping @Sendable (inout Memory, Occurrence, Nanoseconds) -> [Occurrence] = { _, occurrence, _ in [occurrence] },
    outgoing: @escaping @Sendable (inout Memory, Action, Nanoseconds) -> [Action] = { _, action, _ in [action] }
  ) -> any Machine {
    FaultyMachine(self, behind: Reshaped(memory: memory, incoming: incoming, outgoing: outgoing))
  }
}

/// A machine written as one function over a memory of its own.
struct Handmade<Memory: Sendable>: Machine {
  var memory: Memory
  let body: @Sendable (inout Memory, Occurrence, Nanoseconds) -> [Action]

  init(_ memory: Memory, _ body: @escaping @Sendable (inout Memory, Occurrence, Nanoseconds) -> [Action]) {
    self.memory = memory
    self.body = body
  }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] { body(&memory, occurrence, now) }
}

/// Relays that say something to their client and never call the service.
enum LonelyRelay {
  /// Greets, takes everything, and closes at the first text.
  static func greeting(_ greeting: String?) -> any Machine {
    Handmade(()) { _, occurrence, _ in
      switch occurrence {
      case .requested: [.accept(subprotocol: nil, headers: [])] + (greeting.map { [.send(.accepted, .text($0))] } ?? [])
      case .received(.accepted, .text): [.send(.accepted, .close(1000)), .end(.accepted, .finished)]
      case .received(.accepted, .close(let code, _)): [.send(.accepted, .close(code: code, reason: [])), .end(.accepted, .finished)]
      case .ended(.accepted, _): [.finish]
      default: []
      }
    }
  }
}
