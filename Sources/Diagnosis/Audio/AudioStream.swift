package import Audio
internal import Timeline

/// The audio of one connection without a container's header, and where each of its messages stands in it.
package struct AudioStream: Sendable {
  package let bytes: [UInt8]
  /// Bytes of header that went before.
  package let headerLength: Int
  /// What a RIFF header says of the bytes behind it, where one went before.
  package let headerFormat: AudioFormat?
  private let pieces: Series<HopFacts.AudioPiece>
  /// Where each message begins in `bytes`; below 0 where it began with the header.
  private let starts: [Int]

  init(_ connection: HopFacts) {
    let hop = connection.untilCloseStream
    var header: WAVHeader?
    if hop.audioBytes.starts(with: Array("RIFF".utf8)), case .found(let found) = WAVHeader.scan(Array(hop.audioBytes.prefix(1 << 16))) {
      header = found
    }
    let length = min(header?.headerLength ?? Self.containerHeader(hop.audioBytes) ?? 0, hop.audioBytes.count)
    self.init(
      bytes: length == 0 ? hop.audioBytes : Array(hop.audioBytes[length...]), headerLength: length, headerFormat: header?.format,
      pieces: hop.audio)
  }

  /// Length of a WebM's or an Ogg's header; nil where there is none.
  private static func containerHeader(_ bytes: [UInt8]) -> Int? {
    guard let container = AudioContainer(beginning: Array(bytes.prefix(64))) else { return nil }
    var demuxer = OpusDemuxer(container)
    _ = demuxer.take(Array(bytes.prefix(1 << 16)))
    return demuxer.headerLength
  }

  /// One stream of what went over several connections, one after the other.
  init(joining streams: [AudioStream]) {
    self.init(
      bytes: streams.flatMap(\.bytes), headerLength: streams.first?.headerLength ?? 0, headerFormat: streams.first?.headerFormat,
      pieces: Series(streams.flatMap(\.pieces)),
      starts: streams.reduce(into: (starts: [], at: 0)) { joined, stream in
        joined.starts += stream.starts.map { max(0, $0) + joined.at }
        joined.at += stream.bytes.count
      }.starts)
  }

  private init(
    bytes: [UInt8], headerLength: Int, headerFormat: AudioFormat?, pieces: Series<HopFacts.AudioPiece>, starts given: [Int]? = nil
  ) {
    self.bytes = bytes
    self.headerLength = headerLength
    self.headerFormat = headerFormat
    self.pieces = pieces
    var at = -headerLength
    starts =
      given
      ?? pieces.map { piece in
        defer { at += piece.bytes }
        return at
      }
  }

  /// The same messages with their sound in another format, so many bytes for each frame of the old one.
  func told(_ bytes: [UInt8], each unit: Int, of frame: Int) -> AudioStream {
    AudioStream(
      bytes: bytes, headerLength: headerLength, headerFormat: headerFormat, pieces: pieces, starts: starts.map { $0 / max(1, frame) * unit }
    )
  }

  /// Where messages begin behind the first, in order.
  package var boundaries: [Int] { starts.filter { $0 > 0 } }

  /// The message that carries a byte; nil behind the end.
  package func piece(at place: Int) -> HopFacts.AudioPiece? {
    guard place < bytes.count else { return nil }
    let behind = starts.partitioningIndex { $0 > place }
    return behind > 0 ? pieces[behind - 1] : pieces.first
  }
}
