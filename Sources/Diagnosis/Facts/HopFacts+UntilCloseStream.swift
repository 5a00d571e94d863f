internal import Speech
internal import Timeline

extension HopFacts {
  /// The same connection with the audio that its service can have heard: what a relay sends behind its own CloseStream is thrown away there. Itself where
  /// the end was told before any audio: then nothing was heard, and that is another fault.
  var untilCloseStream: HopFacts {
    guard hop == .service, !isSealed, let end = endOfStream(), end.value == .closeStream, let last = audio.last, last.event > end.event
    else {
      return self
    }
    let pieces = audio.filter { $0.event < end.event }
    guard !pieces.isEmpty else { return self }
    var heard = self
    heard.audio = pieces
    heard.audioBytes = Array(audioBytes.prefix(pieces.reduce(0) { $0 + $1.bytes }))
    return heard
  }
}
