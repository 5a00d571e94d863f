internal import NIOCore
internal import Timeline

/// Who looks on at one end of a tunnel. Called on its loop.
protocol TunnelWatch: AnyObject {
  /// Bytes came in.
  /// - Returns: What goes on in their place; nil: nothing yet.
  func came(_ bytes: ByteBuffer) -> ByteBuffer?
  /// No more will come in.
  func ended(_ manner: ConnectionEnd.Manner, _ text: String?)
  /// True while nothing more should be read.
  var isBehind: Bool { get }
}

extension TunnelWatch {
  func ended(_ manner: ConnectionEnd.Manner) { ended(manner, nil) }
}
