internal import Machines
internal import Timeline

/// What a WebSocket connection carried, as events of a recording: as a tap would have recorded it.
struct CarriedSession {
  /// How it ended; nil where that was not seen.
  struct End {
    var at: Int64
    var isReset: Bool
    /// By whoever asked for the WebSocket.
    var isByDialler: Bool
  }

  private let carried: CarriedBytes
  private let handshake: CarriedHandshake
  let hop: Hop

  /// Nil where nobody asks for a WebSocket.
  init?(_ carried: CarriedBytes) {
    guard let handshake = CarriedHandshake(carried) else { return nil }
    self.carried = carried
    self.handshake = handshake
    hop = ImportedHop.of(handshake.request.target, host: handshake.request.headers["Host"] ?? "")
  }

  var begun: Int64 { carried.pieces.first?.at ?? 0 }
  var lastMoment: Int64 { carried.pieces.last?.at ?? 0 }
  var request: RequestHead { handshake.request }
  /// The host that it asks for, and the path, without a query.
  var place: String { "\(request.headers["Host"] ?? "")\(request.target.prefix { $0 != "?" })" }

  /// - Parameter origin: Nanoseconds since 1970 that count as 0.
  func events(session: Int, connection: Int, origin: Int64, end: End?) -> [Event] {
    let sink = MemorySink()
    let observation = Observation(session: session, hop: hop, connection: connection, observer: hop.acceptor, sink: sink)
    var recorder: TapRecorder?
    var (asked, answered) = (0, 0)
    var hasAsked = false
    var early: [CarriedBytes.Piece] = []
    for piece in carried.pieces {
      let at = piece.at - origin
      if piece.isFirst == handshake.asksFirst {
        asked += piece.bytes.count
        if !hasAsked, asked >= handshake.asked {
          hasAsked = true
          observation.record(.request(handshake.request), at: at)
        }
        let frames = piece.bytes.suffix(max(0, asked - handshake.asked))
        guard !frames.isEmpty else { continue }
        // A client that sends before it is let in.
        if recorder == nil { early.append(CarriedBytes.Piece(at: piece.at, isFirst: piece.isFirst, bytes: Array(frames))) }
        Self.take(Array(frames), hop.dialler, at, &recorder)
      } else {
        answered += piece.bytes.count
        if recorder == nil, let response = handshake.response, hasAsked, answered >= handshake.answered {
          observation.record(.response(response), at: at)
          if response.status == 101 {
            recorder = TapRecorder(observation, request: handshake.request, response: response)
            for piece in early { Self.take(piece.bytes, hop.dialler, at, &recorder) }
          }
        }
        Self.take(Array(piece.bytes.suffix(max(0, answered - handshake.answered))), hop.acceptor, at, &recorder)
      }
    }
    let over = end?.at ?? lastMoment
    if let end {
      let party = end.isByDialler ? hop.dialler : hop.acceptor
      let kind = ConnectionEnd(end.isReset ? .reset : .finished, by: party)
      if recorder == nil { observation.record(.ended(kind), at: over - origin) }
      recorder?.ended(kind, at: over - origin)
    }
    recorder?.finish(at: max(over, lastMoment) - origin)
    return sink.events
  }

  private static func take(_ bytes: [UInt8], _ sender: Party, _ at: Nanoseconds, _ recorder: inout TapRecorder?) {
    guard !bytes.isEmpty else { return }
    bytes.withUnsafeBytes { recorder?.take($0, from: sender, at: at) }
  }
}
