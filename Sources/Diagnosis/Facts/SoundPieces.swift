internal import Audio
internal import Timeline

/// The messages of audio on one hop, each counted by the time that it holds.
///
/// The bytes of a WebM or Ogg are as they fall, and only the container tells their time: each message then counts for as many bytes as an
/// even stream would have in that time.
struct SoundPieces: Sendable {
  let pieces: Series<HopFacts.AudioPiece>
  /// Seconds in all of it, by the container; nil where the bytes tell, or the container cannot be read.
  let seconds: Double?
  /// False where the audio is to be in a container, and none can be read: nothing tells its time then.
  var hasTime: Bool { !isCompressed || seconds != nil }
  private let isCompressed: Bool
  /// Bytes before the audio; nil as above.
  let headerLength: Int?
  /// Seconds in the longest packet, behind which a recorder cuts; nil as above.
  let packetSeconds: Double?

  init(_ hop: HopFacts, _ audio: AudioInfo?) {
    isCompressed = audio?.isCompressed == true
    guard let audio, audio.isCompressed, let container = AudioContainer(beginning: Array(hop.audioBytes.prefix(64))) else {
      (pieces, seconds, headerLength, packetSeconds) = (hop.audio, nil, nil, nil)
      return
    }
    var demuxer = OpusDemuxer(container)
    let packets = demuxer.take(hop.audioBytes)
    guard let head = demuxer.head, let header = demuxer.headerLength else {
      (pieces, seconds, headerLength, packetSeconds) = (hop.audio, nil, nil, nil)
      return
    }
    let marks = AudioMarks(headerLength: header, packets: packets)
    var at = 0
    pieces = Series(
      hop.audio.map { piece in
        var even = piece
        let length = marks.seconds(at: at + piece.bytes) - marks.seconds(at: at)
        at += piece.bytes
        even.bytes = Int((length * Double(audio.bytesPerSecond)).rounded())
        return even
      })
    seconds = max(0, marks.seconds - Double(head.preSkip) / Double(OpusPacket.rate))
    headerLength = header
    packetSeconds = packets.map(\.samples).max().map { Double($0) / Double(OpusPacket.rate) }
  }
}
