internal import Lab
internal import NIOCore
internal import Timeline

extension SocketRun {
  /// Sends a session's audio whole to where the profile says, and records the request and its answer. They are of no hop: no WebSocket.
  func playOneShot(_ session: PlannedSession) async {
    await oneShot?.play(session, to: sink, clock: clock, on: group.next())
  }
}
