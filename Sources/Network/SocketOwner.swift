internal import Machines
internal import NIOCore
internal import Timeline

/// Whoever a socket belongs to at the moment: the opening handshake first, then a leg of a machine.
protocol SocketOwner: AnyObject {
  /// Bytes came, out of TLS where there is TLS.
  func socketRead(_ buffer: ByteBuffer)
  /// The bytes waiting to be sent crossed the high-water mark (false) or the low-water mark (true).
  func socketWritability(_ isWritable: Bool)
  /// TLS is established.
  func socketSecured()
  /// The socket is gone. Comes once, last.
  func socketClosed(_ ending: SocketEnding)
}

/// How a socket came to its end, told from our side.
struct SocketEnding {
  enum Manner { case finished, reset }

  var manner: Manner
  /// Whether we ended it first; nil where that is not known.
  var byUs: Bool?
  /// The error that came with it, where there was one.
  var error: (any Error)?
  var text: String?
}

extension SocketEnding {
  /// The same for a recording, as one of the two sides sees it.
  func recorded(by observation: Observation?) -> ConnectionEnd {
    let by = byUs.flatMap { observation.map($0 ? \.observer : \.peer) }
    return ConnectionEnd(manner == .finished ? .finished : .reset, by: by, text: text)
  }
}
