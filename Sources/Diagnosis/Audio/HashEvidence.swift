internal import Audio
internal import Digest
internal import Speech
internal import Timeline

/// What the service's hash of the audio that it got says, held against the audio that the client sent.
///
/// The hash is in the Metadata that the service sends last. A hash that fits is as good as a look at the service hop; one that fits nothing says
/// little: a relay may have converted the audio, or taken a header off.
package enum HashEvidence: Sendable, Equatable {
  /// Every byte arrived, in order.
  case whole
  /// Every byte behind the container's header.
  case wholeWithoutHeader
  /// The hash of no bytes at all.
  case nothing
  /// So many bytes of sound did not come at the beginning, at the end, or behind a place.
  case withoutStart(Int)
  case withoutEnd(Int)
  case withoutMiddle(Range<Int>)
  /// All of it, the two bytes of each sample changed about.
  case swapped
  /// As many zeros.
  case blanked
  /// All of it one byte later, behind a zero.
  case shifted
  /// Of each so many samples the first, in place of all of them.
  case held(Int)
  /// All but one byte.
  case withoutByte(Int)
  /// None of these.
  case other

  /// Nothing was lost, changed or added.
  package var isWhole: Bool { self == .whole || self == .wholeWithoutHeader }

  /// SHA-256 of zero bytes: what the service's Metadata says where no audio came.
  static let ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  /// Nil where there is no hash of a stream that came to its end.
  init?(_ metadata: MetadataFacts?, sent hop: HopFacts, format: AudioFormat?) {
    guard let metadata, let hash = metadata.sha256?.lowercased(), hash.count == 64, hash.allSatisfy(\.isHexDigit) else { return nil }
    if hop.isSealed {
      // The bytes are not there to be hashed in parts.
      guard let whole = hop.audioSHA256, let bare = hop.audioSHA256(behind: 0) else { return nil }
      guard [whole, bare, Self.ofNothing].contains(hash) else { return nil }
      self = hash == whole ? .whole : hash == bare ? .wholeWithoutHeader : .nothing
      return
    }
    let all = hop.audioBytes
    if all.isEmpty || hash == Self.ofNothing {
      self = all.isEmpty ? .whole : .nothing
      return
    }
    func fits(_ bytes: [UInt8]) -> Bool { SHA256Digest.hex(SHA256Digest.digest(bytes)) == hash }
    if fits(all) {
      self = .whole
      return
    }
    let stream = AudioStream(hop)
    if stream.headerLength > 0, fits(stream.bytes) {
      self = .wholeWithoutHeader
      return
    }
    self = Self.explain(stream, metadata, format, fits) ?? .other
  }

  /// The duration says how much came; where it began or ended is tried.
  private static func explain(
    _ stream: AudioStream, _ metadata: MetadataFacts, _ format: AudioFormat?, _ fits: ([UInt8]) -> Bool
  ) -> HashEvidence? {
    let bytes = stream.bytes
    guard let format, let duration = metadata.duration else { return nil }
    let width = format.frameWidth
    let counted = Int((duration * Double(format.sampleRate)).rounded()) * width
    if abs(counted - bytes.count) <= width {
      if format.encoding == .linear16, fits(AudioComparison.swapped(bytes)) { return .swapped }
      if fits([UInt8](repeating: 0, count: bytes.count)) { return .blanked }
      if fits([0] + bytes.dropLast()) { return .shifted }
      for times in [2, 3, 4, 6] where fits(held(bytes, format.frameWidth, times)) { return .held(times) }
      // A message's last byte is the one that gets lost.
      return gap(of: 1, before: stream.boundaries, bytes, metadata).map { .withoutByte($0.lowerBound) }
    }
    guard counted > 0, counted < bytes.count else { return nil }
    // The duration is rounded on the way, by a few samples at most; a loss mostly has the length of whole messages.
    let lost = bytes.count - counted
    let lengths = [lost] + stream.boundaries.filter { abs($0 - lost) <= 4 * width && $0 != lost }
    for length in lengths where fits(Array(bytes[length...])) { return .withoutStart(length) }
    let ends = [counted] + stream.boundaries.filter { abs($0 - counted) <= 4 * width && $0 != counted }
    for end in ends where fits(Array(bytes[..<end])) { return .withoutEnd(bytes.count - end) }
    // One gap, at the beginning of a message.
    return gap(of: lost, before: stream.boundaries.map { $0 + lost }, bytes, metadata).map { .withoutMiddle($0) }
  }

  /// The gap of a length, ending at one of some places, without which the bytes have the hash. Each costs a hash of the rest: only where there are few.
  private static func gap(of length: Int, before places: [Int], _ bytes: [UInt8], _ metadata: MetadataFacts) -> Range<Int>? {
    guard places.count * bytes.count <= 96 << 20 else { return nil }
    let hash = metadata.sha256?.lowercased()
    var prefix = SHA256Digest()
    var at = 0
    return bytes.withUnsafeBytes { bytes -> Range<Int>? in
      for place in places where place - length >= at && place < bytes.count {
        prefix.update(UnsafeRawBufferPointer(rebasing: bytes[at..<place - length]))
        at = place - length
        var rest = prefix
        rest.update(UnsafeRawBufferPointer(rebasing: bytes[place...]))
        if SHA256Digest.hex(rest.finalize()) == hash { return at..<place }
      }
      return nil
    }
  }

  /// A lower rate, and back to the old one, by repeating samples.
  private static func held(_ bytes: [UInt8], _ width: Int, _ times: Int) -> [UInt8] {
    var held = bytes
    for index in bytes.indices {
      let sample = index / width
      held[index] = bytes[sample / times * times * width + index % width]
    }
    return held
  }
}
