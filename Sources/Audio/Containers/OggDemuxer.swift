/// Takes the Opus packets out of an Ogg whose bytes come in pieces of any size (RFC 3533, RFC 7845).
///
/// Behind damage it goes on at the next page that is whole, as players do.
struct OggDemuxer: ContainerDemuxer {
  /// Set once the first page has told that this is Opus.
  private(set) var head: OpusHead?
  private(set) var error: ContainerError?
  /// Where the first page with audio begins; nil before it.
  private(set) var headerLength: Int?

  var pending: [UInt8] = []
  var position = 0
  private var serial: UInt32?
  private var lastPage: UInt32?
  /// A packet that goes on in the next page; nil where none does.
  private var partial: [UInt8]?
  /// Packets so far: the first two are headers.
  private var count = 0

  private static let mark = Array("OggS".utf8)
  private static let pageHeader = 27

  var unfinished: String? {
    if !pending.isEmpty { return "a page" }
    if partial != nil { return "a packet" }
    return count < 2 ? "the header" : nil
  }

  mutating func step(from at: Int, _ packets: inout [OpusPacket]) -> Int? {
    guard pending.count - at >= Self.mark.count else { return nil }
    guard pending[at..<at + Self.mark.count].elementsEqual(Self.mark), at + 4 >= pending.count || pending[at + 4] == 0 else {
      return lose(at, .malformed("no Ogg page begins here"))
    }
    guard pending.count - at >= Self.pageHeader else { return nil }
    let segments = Int(pending[at + 26])
    let body = at + Self.pageHeader + segments
    guard body <= pending.count else { return nil }
    let lengths = pending[at + Self.pageHeader..<body]
    let end = lengths.reduce(body) { $0 + Int($1) }
    guard end <= pending.count else { return nil }
    let stated = LittleEndian.uint32(pending, at: at + 22)
    let counted = OggChecksum.of(pending[at..<end])
    guard stated == counted else { return lose(at, .checksum(stated: stated, counted: counted)) }
    take(page: at, Array(lengths), body, end, &packets)
    return end
  }

  private mutating func take(page at: Int, _ lengths: [UInt8], _ body: Int, _ end: Int, _ packets: inout [OpusPacket]) {
    let flags = pending[at + 5]
    let own = LittleEndian.uint32(pending, at: at + 14)
    let number = LittleEndian.uint32(pending, at: at + 18)
    if flags & 2 != 0, head == nil || own != serial { begin(own, at, body, end) }
    guard head != nil, own == serial else {
      if head == nil { fail(.noHeader, at) }
      return
    }
    // A page is missing: what began before it cannot be completed.
    if let lastPage, lastPage &+ 1 != number { partial = nil }
    lastPage = number
    if count >= 2 { headerLength = headerLength ?? position + at }
    var isContinued = flags & 1 != 0
    if !isContinued { partial = nil }
    var place = body
    for length in lengths {
      // The rest of a packet whose beginning is lost.
      let isKept = !isContinued || partial != nil
      if isKept { partial = (partial ?? []) + pending[place..<place + Int(length)] }
      place += Int(length)
      guard length < 255 else { continue }
      if isKept, let whole = partial { complete(whole, end, &packets) }
      partial = nil
      isContinued = false
    }
  }

  /// The first page of a stream: of ours if it is Opus, and again where a recording follows another.
  private mutating func begin(_ own: UInt32, _ at: Int, _ body: Int, _ end: Int) {
    let packet = Array(pending[body..<end])
    guard let found = OpusHead(packet) else {
      if head == nil { fail(.notOpus(Self.codec(packet)), at) }
      return
    }
    head = found
    serial = own
    lastPage = nil
    partial = nil
    count = 0
  }

  private mutating func complete(_ packet: [UInt8], _ end: Int, _ packets: inout [OpusPacket]) {
    if count >= 2 { packets.append(OpusPacket(packet, end: position + end)) }
    count += 1
  }

  private static func codec(_ packet: [UInt8]) -> String {
    if packet.starts(with: OpusHead.magic) { return "Opus of another layout" }
    let name = String(decoding: packet.prefix(8).filter { (0x41...0x7A).contains($0) }, as: UTF8.self)
    return name.isEmpty ? "an unknown codec" : name
  }

  private mutating func fail(_ problem: ContainerError.Problem, _ at: Int) {
    error = error ?? ContainerError(problem, in: .ogg, at: position + at)
  }

  private mutating func lose(_ at: Int, _ problem: ContainerError.Problem) -> Int? {
    fail(problem, at)
    // The next place that may begin a page, or the last bytes that may.
    for place in at + 1..<max(at + 2, pending.count - Self.mark.count + 1)
    where place + Self.mark.count <= pending.count && pending[place..<place + Self.mark.count].elementsEqual(Self.mark) {
      return place
    }
    return max(at + 1, pending.count - Self.mark.count + 1)
  }
}
