internal import Machines
internal import Timeline
internal import Wire

/// A relay whose client has not spoken yet.
extension ReferenceRelay {
  /// The hop to the service is open and no audio has come: it is watched.
  mutating func awaitFirstAudio(at now: Nanoseconds) {
    guard !audioBegan, !stopped else { return }
    out.append(.wake(Timer.rest.name, at: now + settings.restAfter))
  }

  /// The service gives up on whoever sends no audio for ten seconds, and KeepAlives don't help: its hop is ended before that.
  mutating func nobodySpeaks(at now: Nanoseconds) {
    guard !audioBegan, !stopped, client == .open, service == .open else { return }
    isResting = true
    closeService(1000, at: now)
  }

  /// The first audio has come: the service is dialled again, once the hop of before has ended.
  mutating func wakeUp(at now: Nanoseconds) {
    guard isResting, audioBegan, service == .over, let dialling else { return }
    isResting = false
    service = .dialling
    serviceHasClosed = false
    withoutServiceSince = now
    out += [dialling, .wake(Timer.dial.name, at: now + settings.dialTimeout)]
  }
}
