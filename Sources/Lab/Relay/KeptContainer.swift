internal import Audio

/// A client's container as a relay keeps it for another connection: its header, which comes once, and the places where a decoder can begin behind it.
struct KeptContainer: Sendable {
  /// A Cluster's id (RFC 9559 §5.1.3).
  private static let cluster: [UInt8] = [0x1F, 0x43, 0xB6, 0x75]

  private var demuxer: OpusDemuxer
  private var packets: [OpusPacket] = []
  private(set) var bytes: [UInt8] = []

  /// Nil where these bytes begin no container.
  init?(beginning bytes: [UInt8]) {
    guard let container = AudioContainer(beginning: bytes) else { return nil }
    demuxer = OpusDemuxer(container)
  }

  mutating func take(_ more: [UInt8]) {
    bytes += more
    // What a packet says does not matter here, only how long it is.
    packets += demuxer.take(more)
  }

  var header: [UInt8] { Array(bytes.prefix(demuxer.headerLength ?? 0)) }

  /// Of audio, up to now.
  var seconds: Double { marks.seconds }

  private var marks: AudioMarks { AudioMarks(headerLength: demuxer.headerLength ?? 0, packets: packets) }

  /// The last place at or before a time where a decoder that knows the header can begin: a Cluster, or a page.
  /// - Returns: What stands from there on, and its time.
  func rest(from time: Double) -> (bytes: [UInt8], seconds: Double) {
    let marks = marks
    var place = marks.offset(at: time)
    if demuxer.container == .webm {
      while place > marks.headerLength, !bytes[place...].starts(with: Self.cluster) {
        place = marks.marks.last { $0.offset < place }?.offset ?? marks.headerLength
      }
    }
    return (Array(bytes[min(place, bytes.count)...]), marks.seconds(at: place))
  }
}
