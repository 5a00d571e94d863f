internal import Audio
internal import Dialects
internal import Speech
internal import Timeline
internal import Wire

/// What one client that nobody scripted sends, and how it says that it is done.
struct ObservedClient {
  /// Nil where nothing tells it.
  private(set) var audio: AudioInfo?
  /// Its last word behind its audio; a client that says none hangs up.
  private(set) var stop = StopSignal.close

  private var bytes = 0
  private var beginning: [UInt8] = []
  /// Of a client that streams Opus in a container.
  private var opus: OpusDemuxer?
  private var opusSamples = 0
  private var first: Nanoseconds?
  private var last: Nanoseconds = 0
  private var lastPiece = 0
  /// Seconds of audio that the service has counted, where its Metadata came back.
  private var counted: Double?
  /// Words came back: the audio was heard as what it is.
  private var hasWords = false

  /// Rates of audio that is streamed.
  private static let rates = [8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000]

  /// - Parameters:
  ///   - events: Of the session, in plain words.
  ///   - wrapped: The same as they crossed the wire.
  init(_ events: EventsBySession.Own, wrapped: EventsBySession.Own, dialect: Dialect?) {
    var declared: Declaration?
    var onService: Declaration?
    for event in events {
      switch (event.hop, event.kind) {
      case (.client, .request(let head)): declared = declared ?? Declaration(query: head.target)
      case (.service, .request(let head)): onService = onService ?? Declaration(query: head.target)
      case (.client, .frame(let frame)) where frame.sender == .client: take(frame, at: event.at)
      case (_, .frame(let frame)) where frame.frame.opcode == .text && frame.sender == event.hop?.acceptor:
        takeBack(frame.frame.payload, isClients: event.hop == .client)
      default: break
      }
    }
    guard bytes > 0 else { return }
    for event in wrapped where declared == nil && event.hop == .client {
      guard case .frame(let frame) = event.kind, frame.sender == .client, frame.frame.opcode == .text else { continue }
      declared = (try? JSONValue(parsing: frame.frame.payload)).flatMap { Declaration(message: $0) }
    }
    audio = opus.map(contained) ?? inHeader ?? stated(declared) ?? usual(of: dialect) ?? likelier(stated(onService) ?? byLength, byPace)
  }

  private mutating func take(_ frame: FrameEvent, at time: Nanoseconds) {
    let payload = frame.frame.payload
    switch frame.frame.opcode {
    case .binary where payload.isEmpty: stop = .emptyBinary
    case .binary, .continuation:
      guard ControlMessage(binary: payload) == nil else { return }
      if bytes == 0 { opus = AudioContainer(beginning: payload).map { OpusDemuxer($0) } }
      opusSamples += opus?.take(payload).reduce(0) { $0 + $1.samples } ?? 0
      bytes += payload.count
      if beginning.count < 4096 { beginning += payload.prefix(4096 - beginning.count) }
      first = first ?? time
      (last, lastPiece) = (time, payload.count)
      stop = .close
    case .text:
      guard bytes > 0 else { return }
      switch HopFacts.Control(text: payload) {
      case .keepAlive, .finalize: break
      default: if stop == .close { stop = .text(String(decoding: payload, as: UTF8.self)) }
      }
    default: break
    }
  }

  private mutating func takeBack(_ payload: [UInt8], isClients: Bool) {
    guard payload.count < 16_384, let message = try? JSONValue(parsing: payload) else { return }
    let words = message["channel"]?["alternatives"]?[0]?["transcript"] ?? message["transcript"] ?? message["text"]
    if words?.string?.contains(where: \.isLetter) == true { hasWords = true }
    guard isClients else { return }
    let metadata = message["type"]?.string == "Metadata" ? message : message["metadata"]
    if let duration = metadata?["duration"]?.number, duration > 0.5 { counted = duration }
  }

  // MARK: What tells the format

  /// What a client or a relay says of the audio.
  private struct Declaration {
    var encoding: String?
    var rate: Int?
    var channels: Int?

    init?(query target: String) {
      let items = QueryString.parse(target).items
      func value(_ names: Set<String>) -> String? { items.first { names.contains($0.name.lowercased().filter { $0 != "_" }) }?.value }
      self.init(
        encoding: value(["encoding"]), rate: value(["samplerate", "rate"]).flatMap(Int.init),
        channels: value(["channels"]).flatMap(Int.init))
    }

    /// A message with the audio's rate in it, at any depth.
    init?(message: JSONValue) {
      var found: [String: JSONValue] = [:]
      func look(_ value: JSONValue) {
        for (name, member) in value.object ?? [:] {
          let plain = name.lowercased().filter { $0 != "_" }
          if member.object != nil { look(member) } else { found[plain] = member }
        }
      }
      look(message)
      self.init(encoding: found["encoding"]?.string, rate: found["samplerate"]?.integer, channels: found["channels"]?.integer)
    }

    private init?(encoding: String?, rate: Int?, channels: Int?) {
      guard encoding != nil || rate != nil else { return nil }
      self.encoding = encoding
      self.rate = rate
      self.channels = channels
    }
  }

  private func stated(_ declaration: Declaration?) -> AudioInfo? {
    guard let declaration, let rate = declaration.rate else { return nil }
    let encoding = declaration.encoding.map { AudioFormat.Encoding.named($0.lowercased()) } ?? .linear16
    return encoding.flatMap { info($0, rate, declaration.channels ?? 1) }
  }

  private var inHeader: AudioInfo? {
    guard case .found(let header) = WAVHeader.scan(beginning), let format = header.format else { return nil }
    var audio = info(format.encoding, header.sampleRate, header.channels, headerBytes: header.headerLength)
    audio?.container = "wav"
    return audio
  }

  /// What a container tells; nil where no audio of it can be read.
  private func contained(_ demuxer: OpusDemuxer) -> AudioInfo? {
    guard let head = demuxer.head, let header = demuxer.headerLength, opusSamples > head.preSkip else { return nil }
    let seconds = Double(opusSamples - head.preSkip) / Double(OpusPacket.rate)
    return AudioInfo(
      name: "as it was sent", encoding: AudioEncoding.Codec.opus.rawValue, sampleRate: OpusPacket.rate, channels: head.channels,
      container: demuxer.container.rawValue,
      seconds: seconds, bytesPerSecond: Int((Double(bytes - header) / seconds).rounded()))
  }

  private func usual(of dialect: Dialect?) -> AudioInfo? {
    dialect?.usual.flatMap { info($0.encoding, $0.sampleRate, $0.channels) }
  }

  /// What the service has counted, for audio that was declared as it was sent: what else would come to no rate that there is.
  private var byLength: AudioInfo? {
    guard let counted else { return nil }
    let rate = Double(bytes) / counted / 2
    return Self.rates.first { abs(rate / Double($0) - 1) < 0.01 }.flatMap { info(.linear16, $0, 1) }
  }

  /// What the service was told, or what the pace says: a client may hurry, and a relay may tell a wrong rate. Words come back only of what was told rightly.
  private func likelier(_ told: AudioInfo?, _ paced: AudioInfo?) -> AudioInfo? {
    guard let told, let paced, told.sampleRate != paced.sampleRate else { return told ?? paced }
    return hasWords ? told : paced
  }

  /// Samples of 16 bit that come as fast as they are spoken come at the rate that they were taken at.
  private var byPace: AudioInfo? {
    guard let first, last - first > .seconds(1) else { return nil }
    let rate = Double(bytes - lastPiece) / (last - first).seconds / 2
    return Self.rates.first { abs(rate / Double($0) - 1) < 0.03 }.flatMap { info(.linear16, $0, 1) }
  }

  private func info(_ encoding: AudioFormat.Encoding, _ rate: Int, _ channels: Int, headerBytes: Int = 0) -> AudioInfo? {
    var audio = AudioInfo(name: "as it was sent", encoding: encoding.rawValue, sampleRate: rate, channels: channels, seconds: 0)
    guard audio.isPossible, audio.bytesPerSecond > 0 else { return nil }
    audio.seconds = Double(max(0, bytes - headerBytes)) / Double(audio.bytesPerSecond)
    return audio
  }
}
