internal import Audio
internal import Speech

extension Dialect {
  /// AssemblyAI's streaming, version 3: the service speaks first, audio is binary, Terminate ends it.
  package static let assemblyAI: Dialect = {
    var dialect = Dialect(name: "assemblyai", about: "AssemblyAI v3: waits for Begin, binary PCM of 16 kHz, then Terminate")
    dialect.opening = [
      .awaits(
        .all(["type": "Begin"]), example: #"{"type":"Begin","id":"lab","expires_at":1767225600}"#)
    ]
    dialect.usual = Audio(encoding: .linear16, sampleRate: 16_000, chunkSamples: 1600)
    dialect.stop = [.text(MessageTemplate(verbatim: #"{"type":"Terminate"}"#))]
    dialect.stopText = #"{"type":"Terminate"}"#
    dialect.results = [
      ResultForm(["type": "Turn", "end_of_turn": true], text: "transcript", .final),
      ResultForm(["type": "Turn"], text: "transcript", .partial),
    ]
    dialect.chatter = [.all(["type": "Termination"])]
    dialect.givenAwayBy = .all(["type": "Begin"], "$.expires_at")
    return dialect
  }()
}
