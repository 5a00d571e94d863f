internal import Machines
internal import Timeline
internal import Wire

extension Simulation {
  private func place(_ node: Int, _ leg: Leg) -> (connection: Int, side: Side)? {
    switch leg {
    case .dialled: nodes[node].dialled.map { ($0, .dialler) }
    case .accepted: nodes[node].accepted.map { ($0, .acceptor) }
    case .results: nil
    }
  }

  /// What is sent on a leg that is not open is lost, as on a socket that has just been closed by the other side.
  mutating func send(_ node: Int, _ leg: Leg, _ message: Message, scheduled: Nanoseconds?) {
    guard let (connection, side) = place(node, leg), connections[connection][side].state.maySend else { return }
    guard let bytes = connections[connection][side].peer?.send(message, scheduled: scheduled, at: now) else { return }
    connections[connection][side].pipe.enqueue(.bytes(bytes))
    pump(connection, side)
  }

  mutating func sendFragmented(_ node: Int, _ leg: Leg, _ message: Message, frames: Int, scheduled: Nanoseconds?) {
    guard let (connection, side) = place(node, leg), connections[connection][side].state.maySend else { return }
    let sent = connections[connection][side].peer?.sendFragmented(message, frames: frames, scheduled: scheduled, at: now)
    guard let bytes = sent else { return }
    connections[connection][side].pipe.enqueue(.bytes(bytes))
    pump(connection, side)
  }

  mutating func sendRaw(_ node: Int, _ leg: Leg, _ bytes: [UInt8]) {
    guard let (connection, side) = place(node, leg), connections[connection][side].state.maySend else { return }
    connections[connection][side].peer?.sendRaw(bytes, at: now)
    connections[connection][side].pipe.enqueue(.bytes(bytes))
    pump(connection, side)
  }

  mutating func end(_ node: Int, _ leg: Leg, _ manner: ConnectionEnd.Manner) {
    guard let (connection, side) = place(node, leg) else { return }
    switch (connections[connection][side].state, manner) {
    case (.over, _), (.finishing, .finished): return
    case (.handshaking, _): abandon(connection, side)
    case (.open, .finished):
      connections[connection][side].state = .finishing
      connections[connection][side].pipe.enqueue(.fin)
      pump(connection, side)
    case (.open, .reset), (.finishing, .reset):
      abandon(connection, side)
      tcpEnded(connection, side, ConnectionEnd(.reset, by: connections[connection].party(side)))
    }
  }

  /// Drops everything and sends an RST; nobody at this end is told.
  mutating func abandon(_ connection: Int, _ side: Side) {
    connections[connection][side].state = .over
    connections[connection][side].pipe.discard()
    queue.push(.reset(connection: connection, at: side.other), at: connections[connection][side].pipe.resetArrival(at: now))
  }

  /// This end's connection is over: recorded, and told to its machine.
  mutating func tcpEnded(_ connection: Int, _ side: Side, _ end: ConnectionEnd) {
    connections[connection][side].state = .over
    connections[connection][side].pipe.discard()
    connections[connection].recordEnd(side, end, at: now)
    queue.push(.deliver(node: connections[connection][side].node, .ended(side.leg, end)), at: now)
  }

  mutating func setPaused(_ paused: Bool, _ node: Int, _ leg: Leg) {
    guard let (connection, side) = place(node, leg) else { return }
    connections[connection][side.other].pipe.paused = paused
    if !paused { queue.push(.resume(connection: connection, at: side), at: now) }
  }

  /// Lets go what may go.
  mutating func pump(_ connection: Int, _ side: Side) {
    pumping: while true {
      switch connections[connection][side].pipe.advance(at: now) {
      case .departed(.fin, let arrival):
        queue.push(.arrival(connection: connection, at: side.other, .fin), at: arrival)
        tcpEnded(connection, side, ConnectionEnd(.finished, by: connections[connection].party(side)))
        break pumping
      case .departed(let packet, let arrival):
        queue.push(.arrival(connection: connection, at: side.other, packet), at: arrival)
      case .busy(let until):
        if connections[connection][side].pumpDue == nil {
          connections[connection][side].pumpDue = until
          queue.push(.pump(connection: connection, side), at: until)
        }
        break pumping
      case .idle: break pumping
      }
    }
    awaitAcknowledgement(connection, side)
    if connections[connection][side].state == .open, let stalled = connections[connection][side].pipe.waterChange() {
      queue.push(.deliver(node: connections[connection][side].node, stalled ? .stalled(side.leg) : .drained(side.leg)), at: now)
    }
  }

  mutating func arrived(_ packet: SimulatedPipe.Packet, _ connection: Int, at side: Side) {
    if connections[connection].isCut { return }
    if connections[connection][side.other].pipe.paused {
      connections[connection][side.other].pipe.unread.append(packet)
    } else {
      take(packet, connection, at: side)
    }
  }

  mutating func resumed(_ connection: Int, at side: Side) {
    let unread = connections[connection][side.other].pipe.unread
    connections[connection][side.other].pipe.unread = []
    for packet in unread { arrived(packet, connection, at: side) }
  }

  private mutating func take(_ packet: SimulatedPipe.Packet, _ connection: Int, at side: Side) {
    connections[connection][side.other].pipe.taken(packet.size)
    pump(connection, side.other)
    guard connections[connection][side].state != .over else { return }
    switch packet {
    case .request(let head): requestArrived(head, connection)
    case .response(let head): responseArrived(head, connection)
    case .bytes(let bytes):
      let node = connections[connection][side].node
      let messages = connections[connection][side].peer?.receive(bytes, at: now) ?? []
      for message in messages where connections[connection][side].state != .over {
        deliver(.received(side.leg, message), to: node)
      }
      if connections[connection][side].peer?.flood != nil { end(node, side.leg, .reset) }
    case .fin: otherSideEnded(connection, at: side, .finished)
    }
  }

  mutating func resetArrived(_ connection: Int, at side: Side) {
    guard connections[connection][side].state != .over, !connections[connection].isCut else { return }
    connections[connection][side.other].pipe.discard()
    otherSideEnded(connection, at: side, .reset)
  }

  private mutating func otherSideEnded(_ connection: Int, at side: Side, _ manner: ConnectionEnd.Manner) {
    let by = connections[connection].party(side.other)
    switch (connections[connection][side].state, side) {
    case (.handshaking, .dialler):
      fail(connection, stage: .handshake, code: manner == .reset ? "ECONNRESET" : "CLOSED", text: "the connection ended without an answer")
    case (.handshaking, .acceptor):
      // The dialler gave up before it was answered, or even before its request came.
      connections[connection][side].state = .over
      guard nodes[connections[connection][side].node].accepted == connection else { return }
      connections[connection].recordEnd(side, ConnectionEnd(manner, by: by), at: now)
      queue.push(.deliver(node: connections[connection][side].node, .ended(.accepted, ConnectionEnd(manner, by: by))), at: now)
    default: tcpEnded(connection, side, ConnectionEnd(manner, by: by))
    }
  }
}
