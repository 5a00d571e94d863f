/// The numbers and elements that Matroska is written in (RFC 8794, RFC 9559).
enum EBML {
  /// Ids of the elements that are looked at; everything else is passed over.
  enum ID {
    static let header: UInt32 = 0x1A45_DFA3
    static let docType: UInt32 = 0x4282
    static let segment: UInt32 = 0x1853_8067
    static let info: UInt32 = 0x1549_A966
    static let tracks: UInt32 = 0x1654_AE6B
    static let trackEntry: UInt32 = 0xAE
    static let trackNumber: UInt32 = 0xD7
    static let codecID: UInt32 = 0x86
    static let codecPrivate: UInt32 = 0x63A2
    static let cluster: UInt32 = 0x1F43_B675
    static let timestamp: UInt32 = 0xE7
    static let blockGroup: UInt32 = 0xA0
    static let block: UInt32 = 0xA1
    static let simpleBlock: UInt32 = 0xA3
  }

  /// What stands before an element's body.
  struct Start: Equatable {
    var id: UInt32
    /// nil: until something comes that cannot be in it.
    var size: Int?
    /// Bytes of id and size.
    var length: Int
  }

  /// What a place in the bytes begins.
  enum Scan: Equatable {
    case needMore
    case found(Start)
    case none
  }

  static func start(_ bytes: [UInt8], at offset: Int) -> Scan {
    guard offset < bytes.count else { return .needMore }
    let idLength = bytes[offset].leadingZeroBitCount + 1
    guard idLength <= 4 else { return .none }
    guard offset + idLength < bytes.count else { return .needMore }
    let id = bytes[offset..<offset + idLength].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    switch number(bytes, at: offset + idLength) {
    case .needMore: return .needMore
    case .none: return .none
    case .found(let value, let length): return .found(Start(id: id, size: value, length: idLength + length))
    }
  }

  enum Number: Equatable {
    case needMore
    /// nil for a number whose bits are all set: unknown.
    case found(Int?, length: Int)
    case none
  }

  /// A number that tells its own length by its leading zeros.
  static func number(_ bytes: [UInt8], at offset: Int) -> Number {
    guard offset < bytes.count else { return .needMore }
    let length = bytes[offset].leadingZeroBitCount + 1
    guard length <= 8 else { return .none }
    guard offset + length <= bytes.count else { return .needMore }
    let mark = UInt64(1) << UInt64(7 * length)
    let value = bytes[offset..<offset + length].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & (mark - 1)
    // A size of 56 bits fits an Int.
    return .found(value == mark - 1 ? nil : Int(value), length: length)
  }

  /// The children of a body that is there as a whole; what breaks the format ends them.
  static func children(_ body: [UInt8]) -> [(id: UInt32, body: [UInt8])] {
    var found: [(id: UInt32, body: [UInt8])] = []
    var at = 0
    while case .found(let start) = start(body, at: at), let size = start.size, size <= body.count - at - start.length {
      let from = at + start.length
      found.append((start.id, Array(body[from..<from + size])))
      at = from + size
    }
    return found
  }

  // MARK: Writing

  static func element(_ id: UInt32, _ body: [UInt8]) -> [UInt8] { idBytes(id) + sizeBytes(body.count) + body }

  static func element(_ id: UInt32, _ value: UInt64) -> [UInt8] { element(id, integer(value)) }

  static func element(_ id: UInt32, _ text: String) -> [UInt8] { element(id, Array(text.utf8)) }

  /// The beginning of an element whose end nobody knows yet.
  static func open(_ id: UInt32) -> [UInt8] { idBytes(id) + [0x01] + [UInt8](repeating: 0xFF, count: 7) }

  private static func idBytes(_ id: UInt32) -> [UInt8] { integer(UInt64(id)) }

  private static func sizeBytes(_ size: Int) -> [UInt8] {
    if size < 0x7F { return [0x80 | UInt8(size)] }
    if size < 0x3FFF { return [0x40 | UInt8(size >> 8), UInt8(size & 0xFF)] }
    return [0x10 | UInt8(truncatingIfNeeded: size >> 24)] + (0..<3).map { UInt8(truncatingIfNeeded: size >> (16 - 8 * $0)) }
  }

  /// Big-endian, as short as it goes.
  private static func integer(_ value: UInt64) -> [UInt8] {
    let length = max(1, (71 - value.leadingZeroBitCount) / 8)
    return (0..<length).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (length - 1 - $0))) }
  }
}
