internal import Digest

/// What `tshark` says that connections carried, as its `follow` writes it in YAML: a document for each connection, in whatever order.
package struct FollowedConnections: Sendable, Equatable {
  /// What one connection carried; of what was encrypted there is one with the bytes on the wire too.
  struct Document: Sendable, Equatable {
    var carried = CarriedBytes()
    /// Numbers of the packets that it came in.
    var packets: Set<Int> = []
  }

  let documents: [Document]

  package init(_ text: [UInt8]) {
    var all: [Document] = []
    var piece: CarriedBytes.Piece?
    var digits: [UInt8] = []
    func finish() {
      guard var whole = piece else { return }
      whole.bytes = Base64.decode(String(decoding: digits, as: UTF8.self)) ?? []
      if !all.isEmpty { all[all.count - 1].carried.pieces.append(whole) }
      piece = nil
      digits = []
    }
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let word = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
      let isIndented = word.startIndex - line.startIndex >= 6
      if isIndented, piece != nil {
        digits += word
      } else if line.starts(with: "peers:".utf8) {
        finish()
        all.append(Document())
      } else if word.starts(with: "packet:".utf8) {
        finish()
        piece = CarriedBytes.Piece(at: 0, isFirst: true, bytes: [])
        if !all.isEmpty, let number = Int(Self.value(word)) { all[all.count - 1].packets.insert(number) }
      } else if word.starts(with: "peer:".utf8) {
        piece?.isFirst = Self.value(word) == "0"
      } else if word.starts(with: "timestamp:".utf8) {
        piece?.at = CaptureTime.unixNanoseconds(Self.value(word)) ?? 0
      }
    }
    finish()
    documents = all
  }

  /// What there is of a connection, told by packets of it.
  func of(_ packets: Set<Int>) -> [CarriedBytes] { documents.filter { !$0.packets.isDisjoint(with: packets) }.map(\.carried) }

  private static func value(_ word: ArraySlice<UInt8>) -> String {
    String(decoding: word.drop { $0 != UInt8(ascii: ":") }.dropFirst().filter { $0 > 0x20 }, as: UTF8.self)
  }
}
