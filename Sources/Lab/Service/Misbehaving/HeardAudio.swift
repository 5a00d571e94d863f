internal import Audio
internal import Speech
internal import Timeline

/// How much audio a connection has brought: by the format that it was declared as, or by the container that tells it.
struct HeardAudio {
  private var format: AudioFormat?
  private var demuxer: OpusDemuxer?
  private var bytes = 0
  private var samples = 0

  mutating func declared(in target: String) {
    guard case .success(let parameters) = ListenParameters.parse(target: target, strict: .lenient),
      let encoding = parameters.encoding.flatMap(AudioFormat.Encoding.init), let rate = parameters.sampleRate
    else { return }
    format = AudioFormat(encoding: encoding, sampleRate: rate, channels: parameters.channels)
  }

  mutating func take(_ message: [UInt8]) {
    if bytes == 0, format == nil { demuxer = AudioContainer(beginning: message).map { OpusDemuxer($0) } }
    bytes += message.count
    for packet in demuxer?.take(message) ?? [] { samples += packet.samples }
  }

  var seconds: Double {
    demuxer == nil ? (format ?? AudioFormat()).seconds(bytes: bytes) : Double(samples) / Double(OpusPacket.rate)
  }
}
