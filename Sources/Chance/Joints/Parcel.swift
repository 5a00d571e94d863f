internal import Timeline
internal import Wire

/// A message on its way, and how long it still waits before it goes.
struct Parcel: Sendable, Equatable {
  var message: Message
  var wait: Nanoseconds = 0
  /// What comes behind does not wait for it.
  var isAside = false
  /// It is another than the one that was struck, or goes at another place.
  var isChanged = true
}
