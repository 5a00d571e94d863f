/// Takes the Opus packets out of one kind of container, whose bytes come in pieces of any size, element after element.
protocol ContainerDemuxer: Sendable {
  /// Set once the header has told that there is Opus.
  var head: OpusHead? { get }
  /// The first thing that was wrong.
  var error: ContainerError? { get }
  /// Where the audio begins; nil before it.
  var headerLength: Int? { get }
  /// What the bytes would end inside of, if they ended here; nil between two elements.
  var unfinished: String? { get }
  /// Bytes that are not read yet.
  var pending: [UInt8] { get set }
  /// Offset of the first pending byte in the stream.
  var position: Int { get set }

  /// Reads what begins at a place of the pending bytes; gives the place behind it, or nil where bytes are missing.
  mutating func step(from at: Int, _ packets: inout [OpusPacket]) -> Int?
}

extension ContainerDemuxer {
  /// True where nothing will ever be decoded.
  var isHopeless: Bool { head == nil && error != nil }

  mutating func take(_ bytes: [UInt8]) -> [OpusPacket] {
    guard !isHopeless else { return [] }
    pending += bytes
    var packets: [OpusPacket] = []
    var at = 0
    while !isHopeless, let next = step(from: at, &packets) { at = next }
    pending.removeFirst(min(at, pending.count))
    position += at
    return packets
  }
}
