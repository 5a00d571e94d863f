internal import Machines
internal import Speech
internal import Timeline
internal import Wire

/// A relay that dials again, where its settings say so.
extension ReferenceRelay {
  /// Whether another attempt is due after the service has failed, and in that case the time for it.
  /// - Returns: False where the client must be told instead.
  mutating func dialsAgain(at now: Nanoseconds) -> Bool {
    guard let redial = settings.redial, client == .open, !isDrained, attempts < redial.attempts else { return false }
    let since = withoutServiceSince ?? now
    guard now - since <= redial.patience else { return false }
    withoutServiceSince = since
    attempts += 1
    service = .waiting
    out.append(.wake(Timer.redial.name, at: now + redial.pause(before: attempts)))
    return true
  }

  /// The pause is over.
  mutating func dialAgain(at now: Nanoseconds) {
    guard service == .waiting, let dialling else { return }
    guard client == .open else {
      service = .over
      return
    }
    service = .dialling
    serviceHasClosed = false
    drainingSince = nil
    out += [dialling, .wake(Timer.dial.name, at: now + settings.dialTimeout)]
  }

  /// A refusal that another attempt would only get again.
  static func isLasting(_ status: Int) -> Bool { (400..<429).contains(status) }

  /// What the service says, as the client gets it: with the times of the client's own audio, where another connection counts its own.
  mutating func carried(_ message: Message) -> Message {
    guard kept != nil, case .text(let bytes) = message, let said = try? ServiceMessage(parsing: bytes) else { return message }
    switch said {
    case .results(let results):
      attempts = 0
      withoutServiceSince = nil
      if results.isFinal { kept?.settle(to: results.start + results.duration) }
      guard let kept, kept.isShifting else { return message }
      return .text(ServiceMessage.results(kept.shifted(results)).encoded())
    case .metadata:
      isDrained = drainingSince != nil
      return message
    default: return message
    }
  }
}
