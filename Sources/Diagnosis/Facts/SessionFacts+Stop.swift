internal import Speech
internal import Timeline

extension SessionFacts {
  /// True where the scenario tries another stop message than the agreed one, and nothing shows that the relay knows it.
  ///
  /// A relay has to know the stop that was agreed, and may wait on when it hears another: nothing in such a session is its fault. What is
  /// wrong besides shows in the sessions that stop as agreed.
  var triedAnotherStopInVain: Bool {
    guard info.provokes.contains("stop-not-understood"), let stop else { return false }
    if service != nil { return endOnStop == nil }
    if let ended = relayEnded, ended.at - stop.at < Self.answersWithin { return false }
    guard let metadata, metadata.at > stop.at, metadata.value.sha256 != "incomplete" else { return true }
    return metadata.at - stop.at >= Self.answersWithin
  }

  /// True where the client sent Finalize or KeepAlive before its stop.
  var sendsControl: Bool {
    client.controls.contains { [.finalize, .keepAlive].contains($0.value) && $0.at < stop?.at ?? .max }
  }

  /// Another stop message to try, as a profile writes it: not the one that is in use.
  var anotherStop: String {
    if case .text(let text) = info.stop, HopFacts.Control(text: Array(text.utf8)) == .closeStream { return "`stop: stop`" }
    return "`stop: { type: CloseStream }`"
  }

  /// True where the client's only word for the end is its hanging up, by the profile: it hears nothing of what comes after.
  var onlyHangsUp: Bool {
    guard info.stop == .close, let message = stopMessage else { return false }
    return message.value == nil
  }

  /// Sooner than the service's idle timeout, which ends every session at last.
  private static let answersWithin = Nanoseconds.seconds(8)
}
