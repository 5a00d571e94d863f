/// The name of a timer, unique within its machine and those around it.
package struct TimerName: Sendable, Hashable, ExpressibleByStringLiteral {
  package var name: String
  package init(stringLiteral value: String) { name = value }
}

/// The timers of a machine that has several: an enum, so that each is answered where they fire, and none is spelled twice.
package protocol MachineTimer: RawRepresentable, CaseIterable, Sendable where RawValue == String {}

extension MachineTimer {
  package var name: TimerName { TimerName(stringLiteral: rawValue) }

  /// nil: the timer is another machine's, around this one.
  package init?(_ name: TimerName) { self.init(rawValue: name.name) }
}
