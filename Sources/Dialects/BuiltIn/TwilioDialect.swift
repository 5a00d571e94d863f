internal import Audio
internal import Speech

/// The tracks of a call that are streamed, as `<Stream track="both_tracks">` says: inbound is whoever calls.
enum TwilioTracks: String, CaseIterable {
  case inbound, outbound, both

  /// The one on which the audio is.
  var spoken: String { self == .outbound ? "outbound" : "inbound" }
  var listed: String { self == .both ? #"["inbound","outbound"]"# : #"["\#(spoken)"]"# }
}

extension Dialect {
  package static let twilio = twilio(.inbound)

  /// Twilio Media Streams, as its documentation of 2026 has them: 20 ms of mulaw in base64. Of two tracks, the outbound one is silent.
  static func twilio(_ tracks: TwilioTracks) -> Dialect {
    var dialect = Dialect(name: "twilio", about: "Twilio Media Streams: JSON events, 20 ms of mulaw in base64")
    let format = #"{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}"#
    dialect.opening = [
      .says(MessageTemplate(verbatim: #"{"event":"connected","protocol":"Call","version":"1.0.0"}"#)),
      .says(
        .known(
          #"{"event":"start","sequenceNumber":"{{sequence}}","start":{"accountSid":"AC00000000000000000000000000000000","#
            + #""streamSid":"{{stream}}","callSid":"{{call}}","tracks":\#(tracks.listed),"#
            + #""mediaFormat":\#(format),"customParameters":{}},"streamSid":"{{stream}}"}"#)),
    ]
    func media(_ track: String) -> MessageTemplate {
      .known(
        #"{"event":"media","sequenceNumber":"{{sequence}}","media":{"track":"\#(track)","chunk":"{{chunk}}","#
          + #""timestamp":"{{timestamp}}","payload":"{{audio}}"},"streamSid":"{{stream}}"}"#)
    }
    dialect.audio = .inside(media(tracks.spoken))
    if tracks == .both { dialect.otherTrack = OtherTrack(template: media("outbound"), silence: 0xFF) }
    dialect.usual = Audio(encoding: .mulaw, sampleRate: 8000, chunkSamples: 160, isFixed: true)
    dialect.stop = [
      .text(
        .known(
          #"{"event":"stop","sequenceNumber":"{{sequence}}","streamSid":"{{stream}}","#
            + #""stop":{"accountSid":"AC00000000000000000000000000000000","callSid":"{{call}}"}}"#))
    ]
    dialect.stopText = #"{"event":"stop"}"#
    // Twilio hangs up by itself behind its stop.
    dialect.isOpenEnded = true
    dialect.chatter = [.all(["event": ["media", "mark", "clear"]])]
    dialect.givenAwayBy = .all(["event": "connected", "protocol": "Call"])
    return dialect
  }
}
