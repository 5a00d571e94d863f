import Audio
import TestSupport
import Testing

/// WebM and Ogg: what is written is read again, however it is cut, and nothing that comes makes a reader fall over.
struct ContainerTests {
  /// Packets of 20 ms (RFC 6716, section 3.1: configuration 15, one frame), of many sizes; 255 and 510 end a page's table in a 0.
  private static let packets: [OpusPacket] = (0..<160).map { number in
    let size = [3, 60, 254, 255, 256, 510, 1275, 1][number / 20]
    return OpusPacket([0x78] + (1..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) })
  }
  private static let head = OpusHead(channels: 1, preSkip: 312, inputSampleRate: 16_000)

  private static func file(_ container: AudioContainer) -> ContainerFile { ContainerFile(packing: packets, head, in: container) }

  private static func read(_ bytes: [UInt8], _ container: AudioContainer, pieces: Int) -> (OpusDemuxer, [OpusPacket]) {
    var demuxer = OpusDemuxer(container)
    var packets: [OpusPacket] = []
    for from in stride(from: 0, to: bytes.count, by: pieces) {
      packets += demuxer.take(Array(bytes[from..<min(bytes.count, from + pieces)]))
    }
    return (demuxer, packets)
  }

  private static func error(_ bytes: [UInt8], _ container: AudioContainer) -> ContainerError? {
    do throws(ContainerError) {
      _ = try ContainerFile(parsing: bytes, container)
      return nil
    } catch { return error }
  }

  @Test(arguments: AudioContainer.allCases, [1, 2, 3, 7, 26, 100, 4096, 1 << 20])
  func itIsReadInPiecesOfAnySize(_ container: AudioContainer, _ pieces: Int) {
    let file = Self.file(container)
    #expect(AudioContainer(beginning: file.bytes) == container)
    let (demuxer, packets) = Self.read(file.bytes, container, pieces: pieces)
    #expect(demuxer.head == Self.head && demuxer.error == nil)
    #expect(demuxer.headerLength == file.marks.headerLength)
    #expect(packets == file.packets)
    #expect(packets.map(\.bytes) == Self.packets.map(\.bytes))
  }

  @Test(arguments: AudioContainer.allCases)
  func aFileTellsItsLength(_ container: AudioContainer) throws {
    let file = try ContainerFile(parsing: Self.file(container).bytes, container)
    #expect(file == Self.file(container))
    #expect(abs(file.seconds - (160 * 0.02 - 0.0065)) < 1e-9)
    let marks = file.marks
    #expect(marks.offset(at: 0) == marks.headerLength && marks.offset(at: 99) == file.bytes.count)
    #expect(marks.seconds(at: marks.headerLength) == 0 && abs(marks.seconds(at: file.bytes.count) - 3.2) < 1e-9)
    for mark in marks.marks { #expect(marks.offset(at: mark.seconds) == mark.offset) }
  }

  @Test(arguments: AudioContainer.allCases)
  func aFileThatIsCutShortIsRefused(_ container: AudioContainer) {
    let file = Self.file(container)
    let ends = Set(file.packets.map(\.end))
    for length in stride(from: 1, to: file.bytes.count, by: 13) where !ends.contains(length) {
      let error = Self.error(Array(file.bytes.prefix(length)), container)
      #expect(error?.offset ?? .max <= length, "\(container) of \(length) bytes: \(String(describing: error))")
    }
    #expect(Self.error(Array(file.bytes.dropLast(5)), container)?.description.contains("the file ends inside") == true)
    #expect(Self.error(Array(file.bytes.prefix(file.marks.headerLength)), container)?.problem == .noAudio)
  }

  @Test(arguments: AudioContainer.allCases)
  func theMiddleOfAStreamIsNothing(_ container: AudioContainer) {
    let file = Self.file(container)
    let (demuxer, packets) = Self.read(Array(file.bytes[file.marks.headerLength...]), container, pieces: 100)
    #expect(packets.isEmpty && demuxer.isHopeless && demuxer.error?.problem == .noHeader)
  }

  @Test func aBrokenChecksumIsNamed() {
    var bytes = Self.file(.ogg).bytes
    let place = Self.file(.ogg).packets[50].end - 3
    bytes[place] ^= 1
    guard case .checksum(let stated, let counted)? = Self.error(bytes, .ogg)?.problem else {
      Issue.record("no error of the checksum")
      return
    }
    #expect(stated != counted)
    // Players leave the page out.
    #expect(Self.read(bytes, .ogg, pieces: 64).1.count == Self.packets.count - OggMuxer.together)
  }

  @Test func behindDamageAWebMGoesOnAtTheNextCluster() {
    let file = Self.file(.webm)
    var bytes = file.bytes
    let from = file.packets[10].end
    bytes.removeSubrange(from..<from + 40)
    let (demuxer, packets) = Self.read(bytes, .webm, pieces: 64)
    #expect(demuxer.error != nil && !demuxer.isHopeless)
    #expect(packets.suffix(110).map(\.bytes) == Self.packets.suffix(110).map(\.bytes))
  }

  @Test func otherCodecsAreNamed() {
    var ogg = Self.file(.ogg).bytes
    #expect(Self.error(Array("OggS".utf8), .ogg)?.problem == .truncated(inside: "a page"))
    ogg[4] = 1
    #expect(Self.error(ogg, .ogg)?.problem == .malformed("no Ogg page begins here"))
    var webm = Self.file(.webm).bytes
    let place = webm.indices.first { webm[$0...].starts(with: Array("A_OPUS".utf8)) } ?? 0
    webm.replaceSubrange(place..<place + 6, with: Array("V_VP80".utf8))
    #expect(Self.error(webm, .webm)?.problem == .notOpus("V_VP80"))
  }

  /// Whatever comes, a reader ends: random bytes, behind a signature too, and good files with some bytes changed.
  @Test(arguments: AudioContainer.allCases)
  func hostileBytesAreRead(_ container: AudioContainer) {
    var random = SeededRandom(seed: 11)
    let good = Self.file(container).bytes
    let signature = Array(good.prefix(4))
    for round in 0..<300 {
      let noise = random.bytes(Int.random(in: 0...600, using: &random))
      var changed = good
      for _ in 0...round % 8 { changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      for bytes in [noise, signature + noise, good.prefix(300) + noise, changed] {
        let whole = Self.read(bytes, container, pieces: max(1, bytes.count))
        let cut = Self.read(bytes, container, pieces: 1 + round % 97)
        #expect(whole.1 == cut.1 && whole.0.error == cut.0.error && whole.0.head == cut.0.head)
      }
    }
  }

  @Test func lengthsOfPackets() {
    #expect(OpusPacket([0x00]).samples == 480 && OpusPacket([0x18]).samples == 2880 && OpusPacket([0x78]).samples == 960)
    #expect(OpusPacket([0xF9]).samples == 1920 && OpusPacket([0xFB, 3]).samples == 2880 && OpusPacket([0x80]).samples == 120)
    #expect(OpusPacket([]).samples == 0 && OpusPacket([0xFB]).samples == 0 && OpusPacket([0x1B, 3]).samples == 0)
  }
}
