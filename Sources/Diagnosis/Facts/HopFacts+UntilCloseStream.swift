internal import Speech
internal import Timeline

extension HopFacts {
  /// The same connection with the audio that its service can have heard: what a relay sends behind its own CloseStream is thrown away there. Itself where
  /// the end was told before any audio: then nothing was heard, and that is another fault.
  var untilCloseStream: HopFacts { until(.closeStream) }

  /// The same where the service counted what came before an empty message, which ends a stream too, and nothing behind it.
  var heard: HopFacts {
    let ended = until(.empty)
    guard ended.audio.count < audio.count, let hash = metadata?.value.sha256, ended.audioSHA256 == hash.lowercased() else {
      return untilCloseStream
    }
    return ended
  }

  private func until(_ word: Control) -> HopFacts {
    guard hop == .service, !isSealed, let end = endOfStream(), end.value == word, let last = audio.last, last.event > end.event else {
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
