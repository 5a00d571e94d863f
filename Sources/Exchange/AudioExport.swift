internal import Audio
internal import Speech
package import Timeline
internal import Wire

/// The audio of one hop as a file: what went to the relay, or what the service really got.
package struct AudioExport: Sendable, Equatable {
  package var bytes: [UInt8]
  /// What is worth saying of it; nil: it is a plain WAV.
  package var remark: String?

  /// - Parameter hop: Of the client's: as its client says it sends; of the service's: as the service was told.
  package init(_ recording: Recording, session: Int, hop: Hop) throws(ExchangeFault) {
    var audio: [UInt8] = []
    var told: RequestHead?
    var joined: [Int: JoinedConnection] = [:]
    for event in recording.events where event.session == session && event.hop == hop {
      if case .request(let head) = event.kind { told = head }
      guard case .frame(let frame) = event.kind, frame.sender == hop.dialler, !frame.frame.opcode.isControl,
        case .data(let message) = joined[event.connection, default: JoinedConnection()].take(event), !message.isText
      else { continue }
      // A control message in a binary one too: the service hears it as sound, and what follows would be out of step without it.
      audio += message.bytes
    }
    guard !audio.isEmpty else { throw ExchangeFault("no audio went over the \(hop.rawValue) hop of session \(session)") }
    let isContained = [AudioGuess.riff, .ogg, .ebml, .flac, .mp3, .mp4].contains(AudioSniffer.guess(Array(audio.prefix(4096))))
    guard !isContained else {
      bytes = audio
      remark = "a container of its own, as it was sent"
      return
    }
    guard let format = Self.format(hop == .service ? told : nil, recording.sessions.first { $0.number == session }?.audio) else {
      bytes = audio
      remark = "raw bytes without a header: nothing says what format they have"
      return
    }
    bytes = WAVHeader.bytes(format: format, dataLength: audio.count) + audio
  }

  private static func format(_ told: RequestHead?, _ own: AudioInfo?) -> AudioFormat? {
    if let told {
      let items = QueryString.parse(told.target).items
      func value(_ name: String) -> String? { items.first { $0.name == name }?.value }
      guard let encoding = value("encoding").flatMap(AudioFormat.Encoding.init), let rate = value("sample_rate").flatMap(Int.init) else {
        return nil
      }
      return AudioFormat(encoding: encoding, sampleRate: rate, channels: value("channels").flatMap(Int.init) ?? 1)
    }
    return own.flatMap { own in
      AudioFormat.Encoding(rawValue: own.encoding).map { AudioFormat(encoding: $0, sampleRate: own.sampleRate, channels: own.channels) }
    }
  }
}
