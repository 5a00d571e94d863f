/// What a text or binary message of a connection is for.
package enum MessageMeaning: Sendable, Hashable {
  /// Sound on its way to the service.
  case audio
  /// A word on its way to the service.
  case control(ControlMessage)
  /// The same in a binary message, which the service takes for audio.
  case controlAsAudio(ControlMessage)
  /// What comes back, as it was read.
  case told(ReadMessage)
}
