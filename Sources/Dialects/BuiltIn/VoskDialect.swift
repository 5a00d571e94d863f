internal import Audio
internal import Speech

extension Dialect {
  /// Vosk's WebSocket server: the rate first, binary PCM, and `eof` at the end.
  package static let vosk: Dialect = {
    var dialect = Dialect(name: "vosk", about: "Vosk server: a config with the rate, binary PCM of 16 kHz, then eof")
    dialect.opening = [.says(MessageTemplate(verbatim: #"{"config":{"sample_rate":16000}}"#))]
    dialect.usual = Audio(encoding: .linear16, sampleRate: 16_000, chunkSamples: 1600)
    // Word for word as its own servers compare it.
    let stop = #"{"eof" : 1}"#
    dialect.stop = [.text(MessageTemplate(verbatim: stop))]
    dialect.stopText = stop
    dialect.results = [ResultForm("$.result", text: "text", .final)]
    return dialect
  }()
}
