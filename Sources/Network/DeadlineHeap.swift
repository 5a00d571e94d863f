internal import HeapModule
internal import Machines
internal import NIOCore
internal import Timeline

/// The absolute deadlines of all sessions on one event loop, with one scheduled wake-up for the earliest.
///
/// A sleeping task or a scheduled task per session does not scale; one heap does. A timer that is put off keeps its place in the heap
/// and moves when it is reached, so that an idle timer set again with every frame costs nothing. Lives on its loop.
final class DeadlineHeap {
  /// Whose timers they are.
  typealias Owner = UInt64

  private struct Entry: Comparable {
    var at: Nanoseconds
    /// Tells entries of the same time apart, first come first served, and stale ones from the live one.
    var order: UInt64
    var owner: Owner
    var name: TimerName

    static func < (left: Entry, right: Entry) -> Bool { (left.at, left.order) < (right.at, right.order) }
    static func == (left: Entry, right: Entry) -> Bool { left.order == right.order }
  }

  private struct Timer {
    /// Nil once cancelled.
    var due: Nanoseconds?
    /// Time and order of the entry that stands for it.
    var queued: Nanoseconds
    var order: UInt64
  }

  private struct Membership {
    let receiver: any AlarmReceiver
    var timers: [TimerName: Timer] = [:]
  }

  private let loop: any EventLoop
  /// The clock's beginning; not the clock itself, which owns the heap.
  private let origin: NIODeadline
  private var heap = Heap<Entry>()
  private var members: [Owner: Membership] = [:]
  private var nextOwner: Owner = 0
  private var nextOrder: UInt64 = 0
  private var wakeUp: (at: Nanoseconds, task: Scheduled<Void>)?
  private var firing = false

  init(loop: any EventLoop, origin: NIODeadline) {
    self.loop = loop
    self.origin = origin
  }

  /// How many receivers have joined and not left.
  var memberCount: Int { members.count }

  /// Takes a receiver in, and keeps it alive until it leaves.
  func join(_ receiver: any AlarmReceiver) -> Owner {
    nextOwner += 1
    members[nextOwner] = Membership(receiver: receiver)
    return nextOwner
  }

  /// Drops a receiver with all its timers.
  func leave(_ owner: Owner) {
    members[owner] = nil
    if members.isEmpty {
      heap = Heap()
      wakeUp?.task.cancel()
      wakeUp = nil
    }
  }

  /// Sets a timer, or moves the one of that name; a time that has passed means at once.
  func set(_ name: TimerName, at time: Nanoseconds, of owner: Owner) {
    guard members[owner] != nil else { return }
    if let timer = members[owner]?.timers[name], timer.queued <= time {
      members[owner]?.timers[name]?.due = time
    } else {
      push(name, at: time, of: owner)
      arm()
    }
  }

  func cancel(_ name: TimerName, of owner: Owner) {
    members[owner]?.timers[name]?.due = nil
  }

  func hasTimers(_ owner: Owner) -> Bool {
    members[owner]?.timers.values.contains { $0.due != nil } ?? false
  }

  private func push(_ name: TimerName, at time: Nanoseconds, of owner: Owner) {
    nextOrder += 1
    members[owner]?.timers[name] = Timer(due: time, queued: time, order: nextOrder)
    heap.insert(Entry(at: time, order: nextOrder, owner: owner, name: name))
  }

  private func arm() {
    guard !firing, let next = heap.min else { return }
    if let wakeUp {
      if wakeUp.at <= next.at { return }
      wakeUp.task.cancel()
    }
    let task = loop.assumeIsolated().scheduleTask(deadline: origin + .nanoseconds(next.at)) { [self] in wake() }
    wakeUp = (next.at, task)
  }

  private func wake() {
    wakeUp = nil
    firing = true
    // Entries added meanwhile wait for the next round: a machine that always asks for "now" cannot hold the loop.
    let lastOrder = nextOrder
    let now = (NIODeadline.now() - origin).nanoseconds
    var late: [Entry] = []
    while let next = heap.min, next.at <= now {
      heap.removeMin()
      if next.order > lastOrder { late.append(next) } else { fire(next) }
    }
    heap.insert(contentsOf: late)
    firing = false
    arm()
  }

  private func fire(_ entry: Entry) {
    guard let member = members[entry.owner], let timer = member.timers[entry.name], timer.order == entry.order else { return }
    guard let due = timer.due else {
      members[entry.owner]?.timers[entry.name] = nil
      return
    }
    if due > entry.at {
      // Put off since: the same entry, later.
      members[entry.owner]?.timers[entry.name]?.queued = due
      var entry = entry
      entry.at = due
      return heap.insert(entry)
    }
    members[entry.owner]?.timers[entry.name] = nil
    member.receiver.alarm(entry.name)
  }
}
