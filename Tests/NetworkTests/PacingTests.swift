import Lab
import Machines
import NIOCore
import NIOPosix
import Network
import Testing
import Timeline

@Suite("Timers", .timeLimit(.minutes(5)))
struct PacingTests {
  let bench = Bench()

  /// Plays a machine that never dials: timers only.
  private func play(_ machine: ScriptedMachine) async {
    let endpoint = Endpoint(scheme: .ws, host: "127.0.0.1", port: 1)
    _ = await ClientDriver.play(machine, dialling: endpoint, observation: nil, clock: bench.clock, on: bench.group.next())
  }

  @Test("100 wakes, 10 ms apart, come in order and never before their time")
  func firesInOrder() async {
    let machine = ScriptedMachine { occurrence, now, count in
      switch occurrence {
      case .started: return (0..<100).reversed().map { .wake(TimerName(stringLiteral: "\($0)"), at: now + Int64($0 + 1) * 10_000_000) }
      case .fired:
        count += 1
        return count == 100 ? [.finish] : []
      default: return []
      }
    }
    await play(machine)
    let began = machine.log.times[0]
    #expect(machine.log.occurrences.dropFirst().elementsEqual((0..<100).map { .fired(TimerName(stringLiteral: "\($0)")) }))
    for (number, time) in machine.log.times.dropFirst().enumerated() {
      #expect(time >= began + Int64(number + 1) * 10_000_000)
    }
  }

  @Test("a timer is replaced by its name, earlier and later, and cancelled")
  func movesTimers() async {
    let machine = ScriptedMachine { occurrence, now, _ in
      switch occurrence {
      case .started:
        [
          .wake("cancelled", at: now + .milliseconds(5)), .cancel("cancelled"), .wake("later", at: now + .milliseconds(5)),
          .wake("later", at: now + .milliseconds(60)), .wake("earlier", at: now + .seconds(50)),
          .wake("earlier", at: now + .milliseconds(20)),
          .wake("again", at: now + .milliseconds(10)), .cancel("again"), .wake("again", at: now + .milliseconds(40)),
          .wake("past", at: now - 5),
        ]
      case .fired("later"): [.finish]
      default: []
      }
    }
    await play(machine)
    #expect(machine.log.occurrences == [.started, .fired("past"), .fired("earlier"), .fired("again"), .fired("later")])
    let began = machine.log.times[0]
    #expect(zip(machine.log.times.suffix(3), [20, 40, 60]).allSatisfy { $0 >= began + .milliseconds(Double($1)) })
  }

  @Test("a machine that always wants to be woken at once does not hold its loop")
  func sharesTheLoop() async {
    let loop = bench.group.next()
    let endpoint = Endpoint(scheme: .ws, host: "127.0.0.1", port: 1)
    let greedy = ScriptedMachine { occurrence, now, _ in
      switch occurrence {
      case .started: [.wake("limit", at: now + .milliseconds(100)), .wake("now", at: 0)]
      case .fired("now"): [.wake("now", at: 0)]
      default: [.finish]
      }
    }
    let modest = ScriptedMachine { occurrence, now, _ in
      if case .started = occurrence { return [.wake("tick", at: now + .milliseconds(10))] }
      return [.finish]
    }
    async let first = ClientDriver.play(greedy, dialling: endpoint, observation: nil, clock: bench.clock, on: loop)
    async let second = ClientDriver.play(modest, dialling: endpoint, observation: nil, clock: bench.clock, on: loop)
    _ = await (first, second)
    #expect(modest.log.occurrences == [.started, .fired("tick")])
    #expect(greedy.log.occurrences.last == .fired("limit"))
  }

  @Test("time counts from the clock's beginning and does not go back")
  func countsFromTheBeginning() {
    let clock = RunClock()
    let times = (0..<1000).map { _ in clock.now() }
    #expect(times == times.sorted())
    #expect(times[0] >= 0)
    #expect(clock.deadline(at: 5) - clock.deadline(at: 0) == .nanoseconds(5))
  }
}
