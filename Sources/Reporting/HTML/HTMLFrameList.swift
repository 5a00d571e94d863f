internal import Digest
internal import Speech
internal import Timeline
internal import Wire

/// Every frame of a session in few bytes, for the script that draws the frame table only where it is seen.
///
/// A frame takes three or four bytes: its class (who, what, on which connection), how much later it came, and its length and the step of
/// its id where they are not what the last ones of their kind were. Payloads stand once, in the table that is there without script.
struct HTMLFrameList {
  /// Frames that are listed one by one, over the whole page; of more the first and the last.
  static let most = 120_000
  /// Bytes of each frame of audio that are shown.
  static let headBytes = 16

  private struct Entry {
    var id: Int64
    /// In tenths of a millisecond.
    var at: Int64
    var kind: UInt16
    /// Bytes of payload; of what was left out the number of events.
    var length: Int
  }

  private struct Class: Hashable {
    var hop: Hop?
    var sender: Party?
    var kind: String
    /// `unfinished`, `RSV 4`; empty where there is nothing to say.
    var remark: String
    var connection: Int
  }

  private let clientsPeer: Party
  private var classes: [Class] = []
  private var entries: [Entry] = []
  /// First bytes of each frame of audio, in their order, filled up to `headBytes`; empty where there is no room for them.
  private var heads: [UInt8] = []

  /// - Parameter heads: Whether the first bytes of audio have room.
  init(_ events: Series<Event>, clientsPeer: Party, heads hasHeads: Bool) {
    self.clientsPeer = clientsPeer
    var numbers: [Class: UInt16] = [:]
    let limit = Self.most
    let head = events.count > limit ? limit * 2 / 3 : events.count
    let tail = events.count > limit ? limit / 3 : 0
    entries.reserveCapacity(min(events.count, limit) + 1)
    for (index, event) in events.enumerated() {
      guard index < head || index >= events.count - tail else {
        if index == head { add(event, Self.gap, events.count - head - tail, &numbers) }
        continue
      }
      let row = Self.read(event)
      add(event, row.kind, row.payload.count, &numbers)
      guard row.kind.kind == "audio", hasHeads else { continue }
      let shown = row.payload.prefix(Self.headBytes)
      heads += shown + [UInt8](repeating: 0, count: Self.headBytes - shown.count)
    }
  }

  private static let gap = Class(kind: "gap", remark: "", connection: 0)

  /// At most so many frames, the first and the last, and the first bytes of audio only where they have room.
  func fitted(_ limit: Int, heads hasHeads: Bool) -> HTMLFrameList {
    var copy = self
    if !hasHeads || entries.count > limit { copy.heads = [] }
    guard entries.count > limit else { return copy }
    let head = limit * 2 / 3
    let tail = entries.count - limit / 3
    let number = classes.firstIndex(of: Self.gap) ?? classes.count
    if number == classes.count { copy.classes.append(Self.gap) }
    var gap = entries[head]
    gap.length = entries[head..<tail].reduce(0) { $0 + (Int($1.kind) == number ? $1.length : 1) }
    gap.kind = UInt16(truncatingIfNeeded: number)
    copy.entries = entries[..<head] + [gap] + entries[tail...]
    return copy
  }

  /// Nothing to draw that the table does not have.
  var isEmpty: Bool { entries.isEmpty }

  private mutating func add(_ event: Event, _ kind: Class, _ length: Int, _ numbers: inout [Class: UInt16]) {
    let number = numbers[kind] ?? UInt16(truncatingIfNeeded: classes.count)
    if numbers[kind] == nil {
      numbers[kind] = number
      classes.append(kind)
    }
    entries.append(Entry(id: event.id, at: (event.at + 50_000) / 100_000, kind: number, length: length))
  }

  private static func read(_ event: Event) -> (kind: Class, payload: [UInt8]) {
    let (kind, payload) = HTMLFrameRow.content(event)
    guard case .frame(let frame) = event.kind else {
      return (Class(hop: event.hop, sender: EventLine.sender(event), kind: kind, remark: "", connection: event.connection), payload)
    }
    let remark = (frame.frame.fin ? [] : ["unfinished"]) + (frame.frame.rsv == 0 ? [] : ["RSV \(frame.frame.rsv)"])
    return (
      Class(
        hop: event.hop, sender: frame.sender, kind: kind, remark: remark.joined(separator: ", "), connection: event.connection),
      payload
    )
  }

  /// What the script reads: JSON with the classes, and the frames and first bytes in base64.
  func island(_ table: String) -> HTML {
    let value: JSONValue = [
      "table": .string(table), "head": .number(Double(heads.isEmpty ? 0 : Self.headBytes)),
      "classes": .array(
        classes.map { kind in
          [
            .string(kind.hop?.rawValue ?? ""),
            .string((kind.sender == .relay && kind.hop == .client ? clientsPeer : kind.sender)?.rawValue ?? ""), .string(kind.kind),
            .string(kind.remark),
            .number(Double(kind.connection)),
          ]
        }),
      "peer": .string(clientsPeer.rawValue), "frames": .string(Base64.encode(encoded)), "heads": .string(Base64.encode(heads)),
    ]
    return .tag(.pre, [.class("framedata"), .scripted], [.text(value.serialized())])
  }

  private var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * 4)
    func put(_ value: Int) {
      var rest = UInt64(truncatingIfNeeded: value)
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(truncatingIfNeeded: rest))
    }
    var lengths = [Int](repeating: 0, count: classes.count)
    var last: Entry?
    for entry in entries {
      let step = Int(entry.id - (last?.id ?? 0))
      let isNewLength = lengths[Int(entry.kind)] != entry.length
      put(Int(entry.kind) * 4 + (isNewLength ? 1 : 0) + (step == 1 ? 0 : 2))
      if isNewLength { put(entry.length) }
      if step != 1 { put(max(0, step)) }
      // Zigzag: two threads may have raced, so time may step back.
      let later = Int(entry.at - (last?.at ?? 0))
      put(later >= 0 ? later * 2 : -later * 2 - 1)
      lengths[Int(entry.kind)] = entry.length
      last = entry
    }
    return bytes
  }
}
