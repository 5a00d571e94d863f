package import Audio
package import Speech

/// How a kind of client speaks to relays: what it says before its audio, how audio, stop and results are wrapped, and what is answered.
///
/// A description and nothing else. Whoever speaks (`ClientSpeaker`, `RelaySpeaker`) and whoever listens (`ClientListener`, `RelayListener`)
/// goes by it, so that behind them there are plain words only: binary messages of audio, the stop as a text, results as the relay made them.
package struct Dialect: Sendable, Equatable {
  /// One thing of the opening, in the order of happening.
  package enum Opening: Sendable, Equatable {
    case says(MessageTemplate)
    /// The relay has to say this first; `example` is what a relay of the lab says then.
    case awaits(MessagePattern, example: String?)
  }

  /// How a chunk of audio goes out.
  package enum Wrapping: Sendable, Equatable {
    /// As a binary message, bare.
    case bare
    /// As base64 inside a text message.
    case inside(MessageTemplate)
    /// As a binary message behind a text message that announces it.
    case announced(MessageTemplate)
  }

  /// One message that says that the audio is over.
  package enum Ending: Sendable, Equatable {
    case text(MessageTemplate)
    case binary([UInt8])
  }

  package struct Answer: Sendable, Equatable {
    package var to: MessagePattern
    package var with: MessageTemplate

    package init(to: MessagePattern, with: MessageTemplate) {
      self.to = to
      self.with = with
    }
  }

  /// What somebody says every so often: a relay of the lab, or a client.
  package struct Heartbeat: Sendable, Equatable {
    /// The service's own word for it, which relays pass on.
    package static let ofTheService = #"{"type":"KeepAlive"}"#

    package var text: String
    package var nanoseconds: Int64
  }

  /// The other side of a call, on which nobody speaks: behind each chunk of audio there is one of it, as long.
  package struct OtherTrack: Sendable, Equatable {
    var template: MessageTemplate
    /// One byte of silence.
    var silence: UInt8
  }

  /// The audio that its clients send where a profile says nothing else.
  package struct Audio: Sendable, Equatable {
    package var encoding: AudioFormat.Encoding
    package var sampleRate: Int
    package var channels = 1
    package var chunkSamples: Int
    /// No other is spoken: neither other rates nor a header.
    package var isFixed = false
  }

  package var name: String
  /// One line for lists.
  package var about: String
  /// As in a profile: the name, or a mapping. With it the dialect is made again.
  package var setting: JSONValue
  /// Path and query, where the relay's URL has none.
  package var target: String?
  package var opening: [Opening] = []
  package var audio = Wrapping.bare
  package var otherTrack: OtherTrack?
  package var usual: Audio?
  /// Nil: the profile's stop, as it is.
  package var stop: [Ending]?
  /// What stands for the stop in reports, and what a profile's `stop` is where it says nothing else.
  package var stopText: String?
  /// There is no stop but the Close frame.
  package var hangsUp = false
  /// The connection is not the session's: a relay that leaves it open behind the stop has done nothing wrong.
  package var isOpenEnded = false
  /// Said before a Close.
  package var goodbye: MessageTemplate?
  package var answers: [Answer] = []
  package var heartbeat: Heartbeat?
  /// The envelope around what is neither audio nor stop.
  package var envelope: Envelope?
  /// What results in its own words are in plain ones.
  package var results: [ResultForm] = []
  /// Messages of the relay's that belong to the dialect and to nothing else.
  package var chatter: [MessagePattern] = []
  /// The relay ends the conversation with it: a Close in other words.
  package var farewell: MessagePattern?
  /// The relay does not let its client in.
  package var refusal: MessagePattern?
  /// The first message of a relay that speaks it.
  package var givenAwayBy: MessagePattern?
  /// What the client says every so often, whatever else it says.
  package var keepAlive: Heartbeat?
  /// The client keeps the rules that a browser holds a page to.
  package var isBrowser = false
  /// Whether KeepAlive and Finalize, the service's own words, may be said in it.
  package var takesServiceWords = false

  package init(name: String, about: String) {
    self.name = name
    self.about = about
    setting = .string(name)
  }

  /// True where the relay speaks first.
  package var relaySpeaksFirst: Bool {
    if case .awaits? = opening.first { true } else { false }
  }
}
