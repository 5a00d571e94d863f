package import Timeline
internal import Wire

/// What one side of a recorded connection sent, ready to be sent again: bytes and times, counted from the 101.
package struct ReplayScript: Sendable, Equatable {
  package struct Piece: Sendable, Equatable {
    package var at: Nanoseconds
    /// A frame as it crossed the wire.
    package var bytes: [UInt8]
    package var isClose: Bool
  }

  package private(set) var request: RequestHead?
  package private(set) var response: ResponseHead?
  package private(set) var pieces: [Piece] = []
  /// How it ended its side, where it did so first.
  package private(set) var end: (manner: ConnectionEnd.Manner, at: Nanoseconds)?
  /// The other side said goodbye first.
  package private(set) var otherLeft = false
  /// It answered pings, or was never asked.
  package private(set) var answersPings = true
  /// When its last word, or the other's, was said.
  package private(set) var length: Nanoseconds = 0

  /// - Parameters:
  ///   - events: Of one connection.
  ///   - side: Who sends again.
  ///   - atLimit: The recorder ended it, as the other side had reached a limit: that is no doing of this side's.
  package init(_ events: some Sequence<Event>, of side: Party, atLimit: Bool = false) {
    var base: Nanoseconds?
    var pings = 0
    var pongs = 0
    var isDeflated = false
    for event in events {
      let at = event.at - (base ?? event.at)
      switch event.kind {
      case .request(let head): request = request ?? head
      case .response(let head):
        response = head
        base = event.at
        isDeflated = head.headers.listed(DeflateParameters.header).contains { $0.lowercased().hasPrefix(DeflateParameters.name) }
      case .frame(let value):
        length = max(length, at)
        if value.sender != side {
          if value.frame.opcode == .ping { pings += 1 }
          if value.frame.opcode == .close, !pieces.contains(where: \.isClose) { otherLeft = true }
        } else if value.frame.opcode == .pong {
          // Those of then would answer none of today's pings.
          pongs += 1
        } else {
          pieces.append(Piece(at: at, bytes: Self.bytes(value.frame, isDeflated: isDeflated), isClose: value.frame.opcode == .close))
        }
      case .ended(let value):
        length = max(length, at)
        if value.by == side, !atLimit { end = (value.manner, at) } else { otherLeft = otherLeft || !pieces.contains(where: \.isClose) }
      case .violation, .failed, .note: break
      }
    }
    answersPings = pings == 0 || pongs > 0
  }

  /// The very bytes, but for a frame that was compressed: it goes out as what was in it.
  private static func bytes(_ frame: Frame, isDeflated: Bool) -> [UInt8] {
    guard isDeflated, !frame.opcode.isControl else { return frame.wireBytes }
    return Frame(sending: frame.opcode, payload: frame.payload, fin: frame.fin, maskKey: frame.maskKey).wireBytes
  }

  package static func == (left: ReplayScript, right: ReplayScript) -> Bool {
    left.request == right.request && left.response == right.response && left.pieces == right.pieces && left.otherLeft == right.otherLeft
      && left.end?.at == right.end?.at && left.end?.manner == right.end?.manner
  }
}
