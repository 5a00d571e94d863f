internal import Lab
internal import Speech
internal import Wire

/// A message that nobody sent goes out behind one that somebody did.
enum Inventing {
  static func deed(_ subject: MessageClass, _ variant: Int) -> any Deed {
    Replacing { message, random in
      let invented: Message =
        switch subject {
        case .audio: audio(message, variant, &random)
        case .metadata: JSONEdit.changed(message) { $0.setting("duration") { _ in 0 } }
        default: JSONEdit.changed(message) { $0.setting("channel", "alternatives", "transcript") { _ in "nobody said this" } }
        }
      return [Parcel(message: message), Parcel(message: invented)]
    }
  }

  /// An empty message, or noise.
  private static func audio(_ message: Message, _ variant: Int, _ random: inout SplitMix64) -> Message {
    variant % 2 == 0 ? .binary([]) : .binary(message.payload.map { _ in UInt8(truncatingIfNeeded: random.next()) })
  }
}
