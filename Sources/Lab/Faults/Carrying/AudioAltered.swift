internal import Audio
internal import Machines
internal import Scenarios
internal import Timeline
internal import Wire

/// The bytes that arrive are not those that were sent, and as many.
struct AudioAltered: Fault {
  enum Kind {
    /// The relay converts to "network byte order".
    case swap
    /// A ring buffer that is off by one.
    case offset
    /// A buffer that is sent before it is filled.
    case zeros
    /// Down to a quarter of the rate and up again, by repeating samples.
    case resampled
  }

  let kind: Kind
  let name: String
  let rule = "audio-altered"
  let party = Party.relay
  let clientView = ClientView.shared("another hash at equal duration: as with audio reordered")

  /// The plain name is the byte swap, the most frequent of them.
  init(_ kind: Kind, plain: Bool = false) {
    self.kind = kind
    name = plain ? "audio-altered" : "audio-altered:\(kind)"
  }

  var aliases: [String] { name == rule ? ["audio-altered:swap", "audio-altered:relay"] : ["\(name):relay"] }

  let effect: FaultEffect? = .miscarried
  var summary: String {
    switch kind {
    case .swap: "the relay exchanges the bytes of each 16-bit sample"
    case .offset: "the relay sends each byte one place later, with a zero in front"
    case .zeros: "the relay sends zeros in place of the audio"
    case .resampled: "the relay takes the audio to a quarter of its rate and back"
    }
  }

  /// Where a sample is one byte, there is nothing to exchange in it, and one byte later is one sample later.
  func exists(with profile: Profile) -> Bool { profile.audio.frameWidth > 1 || kind == .zeros || kind == .resampled }

  func stage() -> (any FaultStage)? { Stage(kind: kind) }

  private struct Stage: OutputStage {
    let kind: Kind
    var carried: UInt8 = 0
    var declared = DeclaredFormat()

    mutating func change(_ action: Action, at now: Nanoseconds) -> [Action] {
      declared.read(action)
      guard let bytes = action.audioToService, let last = bytes.last else { return [action] }
      let altered: [UInt8]
      switch kind {
      case .swap: altered = AudioEdit.swapped(bytes)
      case .offset:
        altered = [carried] + bytes.dropLast()
        carried = last
      case .zeros: altered = [UInt8](repeating: 0, count: bytes.count)
      case .resampled: altered = AudioEdit.held(bytes, width: declared.frameWidth, times: 4)
      }
      return [.send(.dialled, .binary(altered))]
    }
  }
}
