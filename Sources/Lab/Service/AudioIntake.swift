internal import Audio
internal import Codecs
internal import Speech

/// Reads binary messages as the query declares them: what is decoded here is all that a recogniser ever hears.
///
/// linear16, linear32, mulaw and alaw are decoded, raw or in a WAV, and Opus, raw (a packet a message) or in a WebM or Ogg.
/// FLAC, AMR, Speex, G.729, MP3 and AAC are not: they are taken and stay silent, as all audio does that cannot be decoded
/// (PROTOCOL, "Declaring the audio": reported fourteen times, while a refusal of such bytes is documented and was never seen).
/// `beyond` tells them from bytes that the real service would not understand either.
struct AudioIntake {
  /// What the bytes are taken for.
  private enum Reading {
    /// The beginning is kept until it tells the container.
    case unknown([UInt8])
    /// Declared as raw; a RIFF header before it is left out.
    case headed([UInt8], AudioFormat)
    case samples(AudioFormat, WAVStorage)
    case container(OpusDemuxer)
    /// Opus without a container: each message is a packet.
    case packets(AudioFormat)
    /// Declared as a codec that is not decoded here; the beginning is kept until it tells whether it may be that.
    case codec(String, [UInt8])
    case undecodable
  }

  /// Bytes after which it is decided whether they can be the codec they are declared as.
  private static let telling = 2048
  /// Bytes of a container's signature.
  private static let signature = 4

  private let isMultichannel: Bool
  private var reading: Reading
  /// Bytes of a sample that is not complete yet: messages need not end between samples.
  private var rest: [UInt8] = []
  /// Of Opus, once its header or the query has told how it is to be played.
  private var opus: OpusStream?
  /// Samples of each channel decoded so far.
  private(set) var decoded = 0
  /// What the bytes are, where the real service would decode them and this one does not.
  private(set) var beyond: String?

  init(_ parameters: ListenParameters, _ settings: ServiceSettings) {
    isMultichannel = parameters.multichannel
    let container = parameters.container ?? "none"
    if settings.containerCounts && container != "none" && container != "" {
      reading = .unknown([])
    } else if let name = parameters.encoding {
      switch (AudioEncoding(name), parameters.sampleRate) {
      case (.samples(let encoding), let rate?):
        let format = AudioFormat(encoding: encoding, sampleRate: rate, channels: parameters.channels)
        reading = settings.riffHeaderIsAudio ? .samples(format, .encoding(encoding)) : .headed([], format)
      case (.compressed(.opus), _):
        let head = OpusHead(channels: min(2, max(1, parameters.channels)), preSkip: 0)
        reading = .packets(Self.format(head))
        opus = OpusStream(head)
      case (.compressed(.oggOpus), _): reading = .container(OpusDemuxer(.ogg))
      default: reading = .codec(name, [])
      }
    } else {
      reading = .unknown([])
    }
  }

  /// A whole file, whatever the query declares (one-shot): a WAV is read as one, all else as declared.
  init(file: [UInt8], _ parameters: ListenParameters, _ settings: ServiceSettings) {
    self.init(parameters, settings)
    if case .found = WAVHeader.scan(file) { reading = .unknown([]) }
    if AudioContainer(beginning: file) != nil { reading = .unknown([]) }
    // In a file nothing tells where a bare packet ends.
    if case .packets = reading { reading = .codec(AudioEncoding.Codec.opus.rawValue, []) }
  }

  /// The format, once it is known; nil for good where nothing can be decoded.
  var format: AudioFormat? {
    switch reading {
    case .samples(let format, _), .packets(let format): format
    case .container(let demuxer): demuxer.head.map(Self.format)
    case .unknown, .headed, .codec, .undecodable: nil
    }
  }

  /// Whether it is certain that nothing will ever be decoded.
  var isHopeless: Bool {
    if case .undecodable = reading { true } else { false }
  }

  /// Seconds decoded so far, by the declared rate.
  var seconds: Double { format.map { Double(decoded) / Double($0.sampleRate) } ?? 0 }

  /// Takes a message; gives the samples of each channel that is listened to by itself, or of the mixture of all.
  /// Nothing where it cannot be decoded or the format is not known yet.
  mutating func take(_ bytes: [UInt8]) -> [[Float]] {
    switch reading {
    case .undecodable: return []
    case .samples(let format, let storage): return decode(bytes, format, storage)
    case .packets(let format):
      // What does not begin with a packet is no Opus.
      if decoded == 0, !bytes.isEmpty, OpusPacket(bytes).samples == 0 { reading = .undecodable }
      return play([bytes], format)
    case .container(let demuxer): return take(bytes, demuxer)
    case .headed(let before, let format):
      let prefix = before + bytes
      switch WAVHeader.scan(prefix) {
      case .needMore:
        reading = .headed(prefix, format)
        return []
      case .notWAV: return begin(prefix, format, .encoding(format.encoding))
      case .found(let header): return begin(Array(prefix.dropFirst(header.headerLength)), format, .encoding(format.encoding))
      }
    case .codec(let name, let before):
      let prefix = before + bytes
      reading = prefix.count < Self.telling ? .codec(name, prefix) : .undecodable
      if case .undecodable = reading, Self.canBe(AudioSniffer.guess(prefix), name) { beyond = name }
      return []
    case .unknown(let before):
      let prefix = before + bytes
      switch WAVHeader.scan(prefix) {
      case .needMore:
        reading = .unknown(prefix)
        return []
      case .notWAV:
        if let container = AudioContainer(beginning: prefix) { return take(prefix, OpusDemuxer(container)) }
        if prefix.count < Self.signature, AudioContainer.mayBegin(prefix) {
          reading = .unknown(prefix)
          return []
        }
        let guess = AudioSniffer.guess(prefix)
        if guess.isContainer, guess != .riff { beyond = guess.name }
        reading = .undecodable
        return []
      case .found(let header):
        guard let format = header.rawFormat, let storage = header.storage, format.sampleRate > 0, format.channels > 0 else {
          beyond = "WAV with \(header.codec)"
          reading = .undecodable
          return []
        }
        return begin(Array(prefix.dropFirst(header.headerLength)), format, storage)
      }
    }
  }

  /// Whether bytes that look so can be what they are declared as. Packets of raw Speex, AMR and G.729 have no signature.
  private static func canBe(_ guess: AudioGuess, _ encoding: String) -> Bool {
    AudioEncoding(encoding) == .compressed(.flac) ? guess == .flac : guess == .unknown || guess == .ogg || guess == .amr
  }

  private mutating func take(_ bytes: [UInt8], _ demuxer: OpusDemuxer) -> [[Float]] {
    var demuxer = demuxer
    let before = demuxer.head
    let packets = demuxer.take(bytes)
    reading = demuxer.isHopeless ? .undecodable : .container(demuxer)
    if case .notOpus(let codec)? = demuxer.error?.problem { beyond = beyond ?? codec }
    guard let head = demuxer.head else { return [] }
    if opus == nil || before != head { opus = OpusStream(head) }
    return play(packets.map(\.bytes), Self.format(head))
  }

  /// Opus is played at 48 kHz, whatever rate was encoded.
  private static func format(_ head: OpusHead) -> AudioFormat {
    AudioFormat(encoding: .linear16, sampleRate: OpusPacket.rate, channels: head.channels)
  }

  private mutating func play(_ packets: [[UInt8]], _ format: AudioFormat) -> [[Float]] {
    var samples: [Float] = []
    for packet in packets { samples += opus?.take(packet) ?? [] }
    guard !samples.isEmpty else { return [] }
    decoded += samples.count / format.channels
    return separated(samples, format)
  }

  private mutating func begin(_ bytes: [UInt8], _ format: AudioFormat, _ storage: WAVStorage) -> [[Float]] {
    reading = .samples(format, storage)
    return decode(bytes, format, storage)
  }

  private mutating func decode(_ bytes: [UInt8], _ format: AudioFormat, _ storage: WAVStorage) -> [[Float]] {
    let whole = rest.isEmpty ? bytes : rest + bytes
    let width = storage.width * format.channels
    let used = whole.count / width * width
    rest = Array(whole[used...])
    guard used > 0 else { return [] }
    decoded += used / width
    return separated(SampleCodec.decode(storage.raw(used == whole.count ? whole : Array(whole[..<used])), format.encoding), format)
  }

  /// Each channel that is listened to by itself, or the mixture of all.
  private func separated(_ samples: [Float], _ format: AudioFormat) -> [[Float]] {
    guard isMultichannel, format.channels > 1 else { return [Conversion.remix(samples, from: format.channels, to: 1)] }
    return (0..<format.channels).map { Conversion.channel($0, of: samples, channels: format.channels) }
  }
}
