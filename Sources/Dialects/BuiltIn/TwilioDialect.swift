internal import Speech

extension Dialect {
  /// Twilio Media Streams, as its documentation of 2026 has them: 20 ms of mulaw in base64, one track.
  package static let twilio: Dialect = {
    var dialect = Dialect(name: "twilio", about: "Twilio Media Streams: JSON events, 20 ms of mulaw in base64")
    let format = #"{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}"#
    dialect.opening = [
      .says(MessageTemplate(verbatim: #"{"event":"connected","protocol":"Call","version":"1.0.0"}"#)),
      .says(
        .known(
          #"{"event":"start","sequenceNumber":"{{sequence}}","start":{"accountSid":"AC00000000000000000000000000000000","#
            + #""streamSid":"{{stream}}","callSid":"CA00000000000000000000000000000000","tracks":["inbound"],"#
            + #""mediaFormat":\#(format),"customParameters":{}},"streamSid":"{{stream}}"}"#)),
    ]
    dialect.audio = .inside(
      .known(
        #"{"event":"media","sequenceNumber":"{{sequence}}","media":{"track":"inbound","chunk":"{{chunk}}","#
          + #""timestamp":"{{timestamp}}","payload":"{{audio}}"},"streamSid":"{{stream}}"}"#))
    dialect.usual = Audio(encoding: "mulaw", sampleRate: 8000, chunkSamples: 160, isFixed: true)
    dialect.stop = [
      .text(
        .known(
          #"{"event":"stop","sequenceNumber":"{{sequence}}","streamSid":"{{stream}}","#
            + #""stop":{"accountSid":"AC00000000000000000000000000000000","callSid":"CA00000000000000000000000000000000"}}"#))
    ]
    dialect.stopText = #"{"event":"stop"}"#
    dialect.chatter = [.all(["event": ["media", "mark", "clear"]])]
    dialect.givenAwayBy = .all(["event": "connected", "protocol": "Call"])
    return dialect
  }()
}
