internal import Timeline

/// A connection that is lost without a word: a cable pulled, a NAT entry forgotten, a machine gone to sleep.
extension Simulation {
  /// From now on nothing arrives; each end learns of it only when it has sent, and waited in vain.
  mutating func cut(_ connection: Int) {
    connections[connection].isCut = true
    for side in Side.allCases { awaitAcknowledgement(connection, side) }
  }

  /// Starts TCP's patience at an end that has sent something over a cut connection.
  mutating func awaitAcknowledgement(_ connection: Int, _ side: Side) {
    guard connections[connection].isCut, !connections[connection][side].isUnacknowledged else { return }
    guard connections[connection][side].state == .open, connections[connection][side].pipe.isAwaited else { return }
    connections[connection][side].isUnacknowledged = true
    queue.push(.unacknowledged(connection: connection, at: side), at: now + network.retransmissionTimeout)
  }

  mutating func gaveUp(_ connection: Int, at side: Side) {
    let waited = DurationText.tenths(network.retransmissionTimeout.seconds)
    tcpEnded(connection, side, ConnectionEnd(.reset, by: nil, text: "ETIMEDOUT: nothing that was sent was acknowledged for \(waited) s"))
  }
}
