import Lab
import Machines
import Synchronization
import Timeline
import Wire

/// A machine written into a test: a closure answers each occurrence; all of them are kept with their times.
struct ScriptedMachine: Machine, Sendable {
  final class Log: Sendable {
    private let entries = Mutex<[(occurrence: Occurrence, at: Nanoseconds)]>([])
    var occurrences: [Occurrence] { entries.withLock { $0.map(\.occurrence) } }
    var times: [Nanoseconds] { entries.withLock { $0.map(\.at) } }

    func append(_ occurrence: Occurrence, _ at: Nanoseconds) { entries.withLock { $0.append((occurrence, at)) } }
  }

  let log = Log()
  /// What the script counts.
  var count = 0
  let script: @Sendable (Occurrence, Nanoseconds, inout Int) -> [Action]

  init(_ script: @escaping @Sendable (Occurrence, Nanoseconds, inout Int) -> [Action]) { self.script = script }

  mutating func handle(_ occurrence: Occurrence, at now: Nanoseconds) -> [Action] {
    log.append(occurrence, now)
    return script(occurrence, now, &count)
  }

  /// Dials, does one thing when the connection is open, and finishes when it is over or could not be had.
  static func client(
    target: String = "/", headers: [HeaderField] = [], subprotocols: [String] = [],
    _ more: @escaping @Sendable (Occurrence, Nanoseconds, inout Int) -> [Action] = { _, _, _ in [] }
  ) -> ScriptedMachine {
    ScriptedMachine { occurrence, now, count in
      let actions = more(occurrence, now, &count)
      switch occurrence {
      case .started: return [.dial(target: target, headers: headers, subprotocols: subprotocols)] + actions
      case .refused, .failed, .ended: return actions + [.finish]
      default: return actions
      }
    }
  }

  /// Accepts, sends every message back, and finishes when the connection is over.
  static func echo() -> ScriptedMachine {
    ScriptedMachine { occurrence, _, _ in
      switch occurrence {
      case .requested: [.accept(subprotocol: nil, headers: [])]
      case .received(let leg, let message):
        if case .close = message { [.send(leg, message), .end(leg, .finished)] } else { [.send(leg, message)] }
      case .ended, .stopRequested: [.finish]
      default: []
      }
    }
  }
}
