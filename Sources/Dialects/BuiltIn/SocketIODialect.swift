internal import Audio
internal import Speech

extension Dialect {
  /// Socket.IO 4 over Engine.IO 4, on WebSocket from the start: events in place of messages.
  package static let socketIO = socketIO(audio: attached("audio"), results: ["transcript"], stop: event("stop"))

  /// `42["stop"]`, or `42["toggle",{"action":"stop"}]`.
  static func event(_ name: String, _ data: JSONValue? = nil) -> String {
    "42" + JSONValue.array([.string(name)] + (data.map { [$0] } ?? [])).serialized()
  }

  /// A chunk as the binary attachment of an event.
  static func attached(_ event: String) -> Wrapping { .announced(MessageTemplate(verbatim: Envelope.announcement(event: event))) }

  /// - Parameters:
  ///   - audio: How a chunk goes out.
  ///   - results: The events that carry a result.
  ///   - stop: The event that ends the audio, as it goes out.
  ///   - auth: What the client shows when it connects.
  static func socketIO(audio: Wrapping, results: [String], stop: String, auth: JSONValue? = nil) -> Dialect {
    var dialect = Dialect(name: "socket.io", about: "Socket.IO 4: events audio, stop and transcript, unless the profile names others")
    dialect.target = "/socket.io/?EIO=4&transport=websocket"
    dialect.opening = [
      .awaits(
        .beginning("0{"), example: #"0{"sid":"lab","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#),
      .says(MessageTemplate(verbatim: "40" + (auth?.serialized() ?? ""))),
      .awaits(.beginning("40"), example: #"40{"sid":"lab-session"}"#),
    ]
    dialect.audio = audio
    dialect.usual = Audio(encoding: .linear16, sampleRate: 44_100, chunkSamples: 1024)
    dialect.stop = [.text(MessageTemplate(verbatim: stop))]
    dialect.stopText = stop
    dialect.isOpenEnded = true
    dialect.goodbye = MessageTemplate(verbatim: "41")
    dialect.answers = [Answer(to: .exactly("2"), with: MessageTemplate(verbatim: "3"))]
    dialect.heartbeat = Heartbeat(text: "2", nanoseconds: 25_000_000_000)
    dialect.envelope = Envelope(results: results)
    dialect.chatter = [.exactly("6"), .beginning("43")]
    dialect.farewell = .beginning("41")
    dialect.refusal = .beginning("44")
    dialect.givenAwayBy = .beginning(#"0{"sid""#)
    return dialect
  }
}
