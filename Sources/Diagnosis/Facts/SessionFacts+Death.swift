internal import Timeline

/// The end of a handler that fails at its client's word for the end of the audio.
struct DeathAtStop {
  let stop: Located<HopFacts.Control?>
  /// How the relay left the service.
  let left: Located<HopFacts.Close?>
  /// It says so by the code of an unexpected condition; else by what it printed.
  let isUnexpected: Bool
}

extension SessionFacts {
  /// So soon behind the stop.
  private static let atOnce = Nanoseconds.milliseconds(300)

  /// Both connections ended right behind the client's stop message, the service was told of no end, and something shows that this was no plan: 1011,
  /// which libraries close with behind an exception, or the exception itself, printed. Nil: neither.
  var deathAtStop: DeathAtStop? {
    guard let stop = stopMessage, stop.value != nil, let ended = relayEnded, ended.at >= stop.at, ended.value?.code != 1000,
      ended.at - stop.at < Self.atOnce + roundTrip, endOnStop == nil, let service, service.isOpen, let left = service.relayGoodbye,
      left.at >= stop.at, left.at - stop.at < Self.atOnce + travel, service.serviceGoodbye == nil
    else { return nil }
    let isUnexpected = [ended.value, left.value].contains { $0?.code == 1011 && $0?.reason.isEmpty == true }
    guard isUnexpected || printedTrouble.map({ $0.at >= stop.at }) ?? false else { return nil }
    return DeathAtStop(stop: stop, left: left, isUnexpected: isUnexpected)
  }
}
