/// Takes the Opus packets out of a WebM whose bytes come in pieces of any size.
///
/// Master elements are not kept as a tree: a Segment or a Cluster of unknown size, as a recorder streams it, is read as one of known size
/// is. Behind damage it goes on at the next Cluster, as players do.
struct WebMDemuxer: ContainerDemuxer {
  /// Set once the header has told that there is Opus.
  private(set) var head: OpusHead?
  private(set) var error: ContainerError?
  /// Where the first block begins; nil before it.
  private(set) var headerLength: Int?

  var pending: [UInt8] = []
  var position = 0
  /// Bytes of an element that nobody looks at.
  private var skipped = 0
  private var track: Int?
  private var isLost = false

  /// No element that is read whole is longer.
  private static let longest = 1 << 20
  /// And none that is passed over: what is damaged would swallow the rest.
  private static let longestSkipped = 1 << 24

  var unfinished: String? {
    if skipped > 0 || !pending.isEmpty { return "an element" }
    return head == nil ? "the header" : nil
  }

  mutating func step(from at: Int, _ packets: inout [OpusPacket]) -> Int? {
    if skipped > 0 {
      let here = min(skipped, pending.count - at)
      skipped -= here
      return here > 0 ? at + here : nil
    }
    if isLost { return resume(from: at) }
    switch EBML.start(pending, at: at) {
    case .needMore: return nil
    case .none: return lose(at, "no Matroska element begins here")
    case .found(let start): return read(start, at, &packets)
    }
  }

  private mutating func read(_ start: EBML.Start, _ at: Int, _ packets: inout [OpusPacket]) -> Int? {
    let body = at + start.length
    if position == 0, at == 0, start.id != EBML.ID.header { return fail(.noHeader, at) }
    switch start.id {
    case EBML.ID.segment, EBML.ID.blockGroup: return body
    case EBML.ID.cluster:
      if head == nil { return fail(.noHeader, at) }
      headerLength = headerLength ?? position + at
      return body
    case EBML.ID.tracks, EBML.ID.simpleBlock, EBML.ID.block:
      guard let size = start.size, size <= Self.longest else { return lose(at, "an element of an impossible size") }
      guard body + size <= pending.count else { return nil }
      let content = Array(pending[body..<body + size])
      if start.id == EBML.ID.tracks { return take(tracks: content, at) ? body + size : nil }
      headerLength = headerLength ?? position + at
      guard let frames = frames(content) else { return lose(at, "a block without a track, or laced as is not read here") }
      packets += frames.map { OpusPacket($0, end: position + body + size) }
      return body + size
    default:
      guard let size = start.size, size <= Self.longestSkipped else { return lose(at, "an element of an impossible size") }
      skipped = size
      return body
    }
  }

  /// The first Opus track; without one there is nothing to read.
  private mutating func take(tracks: [UInt8], _ at: Int) -> Bool {
    var codecs: [String] = []
    for entry in EBML.children(tracks) where entry.id == EBML.ID.trackEntry {
      let fields = EBML.children(entry.body)
      let codec = String(decoding: (fields.first { $0.id == EBML.ID.codecID }?.body ?? []).filter { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
      codecs.append(codec)
      guard codec == "A_OPUS", let own = fields.first(where: { $0.id == EBML.ID.codecPrivate }), let found = OpusHead(own.body) else {
        continue
      }
      head = found
      track = fields.first { $0.id == EBML.ID.trackNumber }.map { $0.body.prefix(4).reduce(0) { $0 << 8 | Int($1) } }
      return true
    }
    _ = fail(.notOpus(codecs.isEmpty ? "nothing that the header names" : codecs.joined(separator: " and ")), at)
    return false
  }

  /// The frames of a block of our track: track number, timestamp (2 bytes), flags. Nil where it breaks the format.
  private func frames(_ block: [UInt8]) -> [[UInt8]]? {
    guard head != nil, case .found(let number?, let length) = EBML.number(block, at: 0), block.count >= length + 3 else { return nil }
    guard number == track else { return [] }
    // Lacing: audio of a live stream has none.
    guard block[length + 2] & 0x06 == 0 else { return nil }
    return [Array(block[(length + 3)...])]
  }

  private mutating func fail(_ problem: ContainerError.Problem, _ at: Int) -> Int? {
    error = error ?? ContainerError(problem, in: .webm, at: position + at)
    return nil
  }

  private mutating func lose(_ at: Int, _ what: String) -> Int? {
    _ = fail(.malformed(what), at)
    isLost = true
    return at + 1
  }

  /// The next Cluster; without one, the last bytes that may begin it.
  private mutating func resume(from at: Int) -> Int? {
    let mark: [UInt8] = [0x1F, 0x43, 0xB6, 0x75]
    guard pending.count - at >= mark.count else { return nil }
    for place in at...pending.count - mark.count where pending[place] == mark[0] && pending[place..<place + mark.count].elementsEqual(mark)
    {
      isLost = false
      return place
    }
    let next = pending.count - mark.count + 1
    return next > at ? next : nil
  }
}
