internal import Machines
internal import Timeline

/// One simulated TCP connection with a WebSocket on it.
struct SimulatedConnection {
  enum Side: Int, CaseIterable {
    case dialler, acceptor

    var other: Side { self == .dialler ? .acceptor : .dialler }
    var leg: Leg { self == .dialler ? .dialled : .accepted }
  }

  enum State {
    /// Before the 101 has been sent, or has come.
    case handshaking
    case open
    /// A FIN waits behind what is still to be sent.
    case finishing
    case over

    var maySend: Bool { self == .open }
  }

  struct End {
    let node: Int
    /// nil: not recorded at this end.
    let observation: Observation?
    var state = State.handshaking
    var peer: Peer?
    /// What it sends.
    var pipe: SimulatedPipe
    var pumpDue: Nanoseconds?
    /// It has sent over a cut connection, and TCP's patience is running.
    var isUnacknowledged = false
  }

  let hop: Hop
  /// Host name, as in the Host header.
  let host: String
  let number: Int
  let request: RequestHead
  /// Nothing arrives any more, at either end.
  var isCut = false
  private var dialler: End
  private var acceptor: End

  init(hop: Hop, host: String, number: Int, request: RequestHead, dialler: End, acceptor: End) {
    self.hop = hop
    self.host = host
    self.number = number
    self.request = request
    self.dialler = dialler
    self.acceptor = acceptor
  }

  subscript(side: Side) -> End {
    get { side == .dialler ? dialler : acceptor }
    _modify {
      if side == .dialler { yield &dialler } else { yield &acceptor }
    }
  }

  func party(_ side: Side) -> Party { side == .dialler ? hop.dialler : hop.acceptor }

  /// Records the end of TCP at one end, frame cut short and all.
  mutating func recordEnd(_ side: Side, _ end: ConnectionEnd, at now: Nanoseconds) {
    if self[side].peer == nil {
      self[side].observation?.record(.ended(end), at: now)
    } else {
      self[side].peer?.ended(end, at: now)
    }
  }
}
