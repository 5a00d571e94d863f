/// Something of a session that a recording leaves out: an import has what its file holds and no more, and a run what it was told to keep.
package enum Unrecorded: String, Sendable, Codable, CaseIterable {
  /// Requests and answers of the opening handshake.
  case handshake
  /// Pings and pongs.
  case pings
  /// Close frames.
  case closes
  /// When the connections ended, and by whom.
  case ends
  /// How messages were cut into frames, masked and compressed.
  case framing
  /// When things happened: only their order is known.
  case times
  /// Bytes of messages that are not text.
  case audio
  /// What the audio sounds like: digests stand in its place, as long as it, and equal where it is equal.
  case sound
  /// What a service says of the audio that it gets: a recording of other audio speaks in its place.
  case hearing

  /// For people, after "the source does not record".
  package var text: String {
    switch self {
    case .handshake: "the handshake"
    case .pings: "pings and pongs"
    case .closes: "Close frames"
    case .ends: "the ends of connections"
    case .framing: "how messages were cut into frames"
    case .times: "when things happened"
    case .audio: "what is in binary messages"
    case .sound: "what the audio sounds like"
    case .hearing: "what a service makes of this audio, as a recording speaks in its place"
    }
  }
}
