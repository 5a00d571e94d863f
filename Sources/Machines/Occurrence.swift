package import Timeline
package import Wire

/// Everything that can happen to a machine.
package enum Occurrence: Sendable, Equatable {
  /// The machine begins. Comes once, first, to a machine that dials of its own accord (the scripted client).
  case started
  /// Somebody asks for a connection on the accepted leg. Answered with `accept` or `refuse`, now or later.
  case requested(RequestHead)
  /// The dialled leg is open: 101, checked.
  case opened(ResponseHead)
  /// The dialled leg was answered with something other than 101.
  case refused(ResponseHead)
  /// The dialled leg could not be had.
  case failed(ConnectionFailure)
  /// The client listens: `listen` was carried out.
  case listening
  /// It can't: why.
  case unheard(ConnectionFailure)
  /// A whole message or a control frame came.
  case received(Leg, Message)
  /// The TCP connection of a leg ended, or `end` was carried out. Comes once for each leg that was open.
  case ended(Leg, ConnectionEnd)
  case fired(TimerName)
  /// The bytes waiting to be sent on a leg rose above the high-water mark: hold back, or stop reading the other leg.
  case stalled(Leg)
  /// … and fell below the low-water mark.
  case drained(Leg)
  /// The program is asked to stop (SIGTERM): finish politely.
  case stopRequested
}
