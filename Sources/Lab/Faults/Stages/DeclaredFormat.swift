internal import Audio
internal import Machines
internal import Speech

/// The raw format that a relay declares when it dials the service.
struct DeclaredFormat {
  private(set) var format = AudioFormat()

  /// Reads it where it is declared; else it stays linear16 at 44.1 kHz.
  mutating func read(_ action: Action) {
    guard case .dial(let target, _, _) = action, case .success(let parameters) = ListenParameters.parse(target: target, strict: .lenient),
      let encoding = parameters.encoding.flatMap(AudioFormat.Encoding.init), let rate = parameters.sampleRate
    else { return }
    format = AudioFormat(encoding: encoding, sampleRate: rate, channels: parameters.channels)
  }

  /// Bytes of a sample of all channels.
  var frameWidth: Int { max(1, format.frameWidth) }

  /// Bytes of so much time, whole samples, at least one.
  func bytes(milliseconds: Int) -> Int { max(1, format.sampleRate * milliseconds / 1000) * frameWidth }
}
