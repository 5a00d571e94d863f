/// What `sttcheck` itself wrote into the recording: a step of the scenario, a wait that ran out, a fault put in.
package struct Note: Sendable, Equatable {
  package enum Code: String, Sendable, Codable {
    /// The player began a step.
    case step
    /// A wait ended because what it waited for came.
    case awaited
    /// A wait ended because its time was up.
    case waitExpired = "wait-expired"
    /// A fault is active in this session.
    case fault
    /// The session was ended by its overall time limit.
    case timedOut = "timed-out"
    /// The run was interrupted.
    case interrupted
    /// The recorder fell behind or lost time; the text has the figure.
    case recorderLag = "recorder-lag"
    /// This process got no turn for a while; the text has the figure.
    case starved
    /// The time on the wall jumped against the monotonic one: the clock was set, or the machine slept.
    case clockStep = "clock-step"
    /// Somebody spoke TLS to our port behind the relay, which speaks plain HTTP; the text has the port.
    case tlsArrived = "tls-arrived"
    /// Somebody began TLS at our port behind the relay and broke it off; the text has the port and the reason.
    case tlsRefused = "tls-refused"
    /// A line that the relay printed.
    case relayOutput = "relay-output"
    /// The relay that the run started ended in the midst of it; the text says how.
    case relayDied = "relay-died"
    /// A peer reached a limit, and its connection was ended; `limit` says which.
    case limit
    /// The recording holds digests in place of a connection's audio; `sound` says what is known of it.
    case soundDigest = "sound-digest"
    /// The service did what the scenario's `service` asks for; the text says what.
    case misbehaved
    /// Something that the relay told its client has the relay's own key for the service in it.
    case keyShown = "key-shown"
    /// Anything else worth reading.
    case remark
  }

  /// What the diagnosis and the course of a run go by; the text is for people.
  package enum Topic: String, Sendable, Codable {
    /// A step: the client stops reading.
    case stopReading = "stop-reading"
    /// A step: it reads again.
    case readAgain = "read-again"
    /// A step: the stop message, the agreed one or another.
    case stop
    /// A step: to wait until the relay ends the session.
    case awaitClosed = "await-closed"
    /// A wait: for the profile's ready message.
    case ready
    /// A remark: why `--investigate` added this scenario.
    case investigation
    /// A remark: the client keeps the rules that a browser holds a page to.
    case browser
    /// A remark: a browser would have failed the connection here, and so did the client.
    case browserFails = "browser-fails"
    /// A remark on a connection of the client's: the relay's results come over it, and audio does not.
    case resultsHere = "results-here"
    /// A remark: a recording came to the service over HTTP, whole, and was answered.
    case sentWhole = "sent-whole"
    /// A remark: something else was asked of the service over HTTP.
    case askedOverHTTP = "asked-over-http"
    /// A remark: the client could not listen for results where the profile says that they come.
    case resultsUnheard = "results-unheard"
    /// A wait: the relay did not open the conversation as the client's dialect has it.
    case openingMissed = "opening-missed"
    /// A remark: the relay asked the proxy for another host than the service's.
    case askedForAnother = "asked-for-another"
  }

  package var code: Code
  /// Nil for what only people read.
  package var topic: Topic?
  package var text: String
  /// The limit that was reached; nil in all other notes.
  package var limit: LimitReached?
  /// What is known of audio that is not in the recording; nil in all other notes.
  package var sound: SoundDigest?

  package init(_ code: Code, _ text: String, topic: Topic? = nil) {
    self.code = code
    self.topic = topic
    self.text = text
  }

  package init(_ limit: LimitReached) {
    self.init(.limit, "the \(limit.sender.rawValue) sent \(limit.text)")
    self.limit = limit
  }

  package init(_ sound: SoundDigest) {
    self.init(.soundDigest, "digests stand in place of \(sound.bytes) bytes of audio, whose SHA-256 is \(sound.sha256)")
    self.sound = sound
  }
}

extension Note: Codable {
  private enum CodingKeys: CodingKey { case code, topic, text, limit, sound }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(written: try values.decode(Code.self, forKey: .code), try values.decode(String.self, forKey: .text))
    topic = try values.decodeIfPresent(Topic.self, forKey: .topic) ?? topic
    limit = try values.decodeIfPresent(LimitReached.self, forKey: .limit)
    sound = try values.decodeIfPresent(SoundDigest.self, forKey: .sound)
  }

  /// A note of which only the text is known, as recordings before topics and written timelines have it.
  package init(written code: Code, _ text: String) {
    let topic: Topic? =
      switch code {
      case .step where text == "stop reading": .stopReading
      case .step where text == "read again": .readAgain
      case .step where text.hasPrefix("stop: "): .stop
      case .step where text.hasPrefix("await closed"): .awaitClosed
      case .waitExpired where text.contains("ready message"): .ready
      case .waitExpired where text.hasPrefix("the relay did not open the conversation as "): .openingMissed
      case .remark where text.hasPrefix("chosen by --investigate: "): .investigation
      case .remark where text.hasPrefix("the client keeps a browser's rules"): .browser
      case .remark where text.hasPrefix("results come over a connection of their own"): .resultsHere
      case .remark where text.hasPrefix("the results can't be listened to at "): .resultsUnheard
      case .remark where text.hasPrefix("the service answered POST "): .sentWhole
      case .remark where text.hasPrefix("the relay asked the service for "): .askedOverHTTP
      case .remark where text.hasPrefix("the proxy let nothing through: "): .askedForAnother
      case .remark where text.hasPrefix("the relay asked the proxy for ") && text.hasSuffix(": let through"): .askedForAnother
      case .remark where text.contains("a browser fails the connection here"): .browserFails
      default: nil
      }
    self.init(code, text, topic: topic)
  }
}
