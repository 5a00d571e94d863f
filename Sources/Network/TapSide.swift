internal import NIOCore
internal import Timeline

/// One end of a tapped connection, as its tunnel sees it.
final class TapSide: TunnelWatch {
  enum Place { case caller, called }

  private let place: Place
  private let conversation: TapConversation

  init(_ place: Place, of conversation: TapConversation) {
    self.place = place
    self.conversation = conversation
  }

  var isBehind: Bool { conversation.isBehind }

  func came(_ bytes: ByteBuffer) -> ByteBuffer? { place == .caller ? conversation.asked(bytes) : conversation.answered(bytes) }

  func ended(_ manner: ConnectionEnd.Manner, _ text: String?) { conversation.ended(manner, by: place, text) }
}
