internal import Timeline
internal import Wire

/// What one connection carried towards the service, and when: all that matching needs of it.
struct CarriedAudio {
  /// A binary frame with audio in it.
  struct Piece {
    var at: Nanoseconds
    /// Where its bytes begin.
    var start: Int
    /// Its place in the recording.
    var index: Int
  }

  let hop: Hop
  let connection: Int
  /// The session as it was recorded; 0 where nobody knew it.
  let session: Int
  let begun: Nanoseconds
  private(set) var request: RequestHead?
  private(set) var ended: Nanoseconds
  private(set) var isOver = false
  /// Answered with 101.
  private(set) var isOpened = false
  private(set) var bytes: [UInt8] = []
  private(set) var pieces: [Piece] = []
  /// When the last piece came.
  private(set) var lastPiece: Nanoseconds?
  private var isBinary = false
  private let withAudio: Bool

  /// - Parameter withAudio: False where its times are enough: then it has no bytes and no pieces.
  init(_ event: Event, withAudio: Bool) {
    self.withAudio = withAudio
    hop = event.hop ?? .client
    connection = event.connection
    session = event.session
    begun = event.at
    ended = event.at
  }

  mutating func take(_ event: Event, index: Int) {
    ended = max(ended, event.at)
    switch event.kind {
    case .request(let head): request = head
    case .response(let head): isOpened = isOpened || head.status == 101
    case .ended, .failed: isOver = true
    case .frame(let event) where event.sender == hop.dialler && !event.frame.opcode.isControl:
      if event.frame.opcode != .continuation { isBinary = event.frame.opcode == .binary }
      guard isBinary, !event.frame.payload.isEmpty else { return }
      lastPiece = ended
      guard withAudio else { return }
      pieces.append(Piece(at: ended, start: bytes.count, index: index))
      bytes += event.frame.payload
    default: break
    }
  }
}
