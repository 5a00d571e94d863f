internal import Speech
package import Timeline

extension SessionFacts {
  /// Of each interim result: seconds of audio sent by then minus the end of what it covers, as the service's vendor defines latency.
  /// Finals are ignored; results that do not say what they cover have none.
  package var interimLatencies: [Nanoseconds] {
    guard let audio = info.audio, audio.bytesPerSecond > 0 else { return [] }
    var sent = 0
    var pieces = client.audio[...]
    var values: [Nanoseconds] = []
    for result in results where result.value.isFinal == false {
      guard let end = Self.end(result.value) else { continue }
      while let piece = pieces.first, piece.at <= result.at {
        sent += piece.bytes
        pieces = pieces.dropFirst()
      }
      values.append(.seconds(Double(sent) / Double(audio.bytesPerSecond) - end))
    }
    return values
  }
}
