import Lab
import Machines
import Testing
import Timeline

precedencegroup TracePrecedence {
  associativity: left
  lowerThan: NilCoalescingPrecedence
}

infix operator >>> : TracePrecedence
infix operator <<< : TracePrecedence

/// Plays occurrences to a machine and compares what it asks for, as a packet trace:
///
///     play >>> .requested(head) <<< [.accept(subprotocol: nil, headers: []), …]
///     play.clock(2)
///     play >>> .fired("drain") <<< []
///
/// Notes and timers are kept apart, in `notes` and `timers`.
final class Playbook {
  private var machine: any Machine
  private(set) var now: Nanoseconds = 0
  private(set) var notes: [Note] = []
  private(set) var timers: [TimerName: Nanoseconds] = [:]
  private(set) var finished = 0
  private var trace: [String] = []
  fileprivate var reply: [Action] = []

  init(_ machine: some Machine) { self.machine = machine }

  /// Moves the clock to so many seconds.
  func clock(_ seconds: Double) { now = .seconds(seconds) }

  /// Moves the clock to the earliest timer and fires it; nil where none is set.
  @discardableResult func fireNext() -> TimerName? {
    guard let (name, time) = timers.min(by: { ($0.value, $0.key.name) < ($1.value, $1.key.name) }) else { return nil }
    now = max(now, time)
    take(.fired(name))
    return name
  }

  fileprivate func take(_ occurrence: Occurrence) {
    trace.append("\(now.seconds) s >> \(occurrence)")
    reply = []
    if case .fired(let name) = occurrence { timers[name] = nil }
    for action in machine.handle(occurrence, at: now) {
      trace.append("\(now.seconds) s    << \(action)")
      switch action {
      case .note(let note): notes.append(note)
      case .wake(let name, let time): timers[name] = time
      case .cancel(let name): timers[name] = nil
      case .finish:
        finished += 1
        reply.append(action)
      default: reply.append(action)
      }
    }
  }

  fileprivate func compare(_ expected: [Action]) {
    guard reply != expected else { return }
    let lines = ["expected:"] + expected.map { "  \($0)" } + ["trace:"] + trace.suffix(20)
    Issue.record(Comment(rawValue: lines.joined(separator: "\n")))
  }

  /// What the machine asked for last, notes and timers apart.
  var actions: [Action] { reply }
}

@discardableResult func >>> (play: Playbook, occurrence: Occurrence) -> Playbook {
  play.take(occurrence)
  return play
}

func <<< (play: Playbook, expected: [Action]) { play.compare(expected) }
