/// What became of the client's audio on its way to the service: the two streams, compared byte for byte.
///
/// Both are given without a container's header and without control messages. Where the bytes have nothing in common, a relay may have
/// converted them: then `sound` says whether the two sound alike, each in the format that it is in.
package struct AudioComparison: Sendable, Equatable {
  /// What was done to bytes.
  package enum Change: Sendable, Equatable {
    /// The two bytes of each sample changed places.
    case swapped
    /// What follows begins in the middle of a sample.
    case offset
    /// One value over and over stands where sound was.
    case blanked
    case other
  }

  /// Bytes that arrive in the place of others.
  package struct Alteration: Sendable, Equatable {
    package var sent: Range<Int>
    package var arrived: Range<Int>
    package var change: Change
  }

  /// Bytes of sound, without headers.
  package private(set) var sent: Int
  package private(set) var arrived: Int
  /// Ranges of the sent bytes that never arrive, in order.
  package private(set) var missing: [Range<Int>] = []
  /// Ranges of the arrived bytes that have come before.
  package private(set) var repeated: [Range<Int>] = []
  /// Ranges of the arrived bytes that come later than what was sent after them.
  package private(set) var moved: [Range<Int>] = []
  /// Ranges of the arrived bytes that the client never sent; silence is none.
  package private(set) var added: [Range<Int>] = []
  package private(set) var alterations: [Alteration] = []
  /// True where too little of the two is equal to speak of one stream.
  package private(set) var unrelated = false
  /// Where the bytes are unrelated: how alike they sound; nil where that can't be told.
  package internal(set) var sound: SoundComparison?
  /// True where that can't be told because one of the two is speech, and the other an even noise, a tone or silence.
  package internal(set) var isOneEven = false

  /// True where the relay converted the audio, and what is compared is told in the client's format again.
  package private(set) var isConverted = false

  /// True where what arrives are the client's bytes.
  package var isOwnBytes: Bool { !unrelated && !isConverted }

  /// Every byte, once, in order.
  package var isWhole: Bool { !unrelated && missing.isEmpty && repeated.isEmpty && moved.isEmpty && alterations.isEmpty && added.isEmpty }

  /// Bytes that are missing by the lengths of the two alone, beside what came again or was put in.
  var balance: Int {
    let altered = alterations.filter { $0.change != .offset }.reduce(0) { $0 + $1.arrived.count - $1.sent.count }
    return sent - arrived + (repeated + added).reduce(0) { $0 + $1.count } + altered
  }

  /// What most bytes tell: pieces that look moved or repeated beside many that are missing are chance, and the other way round.
  package enum Main: Sendable { case altered, lost, moved, repeated }

  /// - Parameter gaps: Which of the gaps count.
  package func main(missing gaps: [Range<Int>]) -> Main? {
    func sum(_ ranges: [Range<Int>]) -> Int { ranges.reduce(0) { $0 + $1.count } }
    if alterations.contains(where: { $0.change == .offset }) { return .altered }
    let bytes: [(Main, Int)] = [(.lost, sum(gaps)), (.moved, sum(moved)), (.repeated, sum(repeated))]
    return bytes.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil }
  }

  /// Bytes missing before the first that arrived.
  package var missingAtStart: Int { missing.first.flatMap { $0.lowerBound == 0 ? $0.count : nil } ?? 0 }

  /// Bytes missing behind the last that arrived.
  package var missingAtEnd: Int { missing.last.flatMap { $0.upperBound == sent && $0.lowerBound > 0 ? $0.count : nil } ?? 0 }

  /// Ranges missing in between.
  package var gaps: [Range<Int>] { missing.filter { $0.lowerBound > 0 && $0.upperBound < sent } }

  /// - Parameters:
  ///   - width: Bytes of one sample: a stream that goes on by less is out of step.
  ///   - seam: Where digests stand in place of the bytes: how many before it each tells of.
  package init(sent: [UInt8], arrived: [UInt8], width: Int, seam: Int = 0) {
    self.sent = sent.count
    self.arrived = arrived.count
    guard !arrived.isEmpty, !sent.isEmpty else {
      missing = sent.isEmpty ? [] : [0..<sent.count]
      added = arrived.isEmpty ? [] : [0..<arrived.count]
      return
    }
    let isSilent = (sent: Self.isBlank(sent, 0..<sent.count), arrived: Self.isBlank(arrived, 0..<arrived.count))
    // Silence is equal to silence of any length: a converter's too.
    if isSilent.sent, isSilent.arrived, sent.count != arrived.count {
      unrelated = true
      return
    }
    // What is the beginning, byte for byte, is no other part, even where the end has the same silence.
    if arrived.count < sent.count, sent.starts(with: arrived) {
      missing = [arrived.count..<sent.count]
      return
    }
    let alignment = ByteAlignment(sent: sent, arrived: arrived, seam: seam)
    guard Self.isOne(alignment, sent, arrived) else {
      judgeUnrelated(sent, arrived, width)
      return
    }
    read(alignment, sent, arrived, width)
  }

  /// True where enough of the two is equal. Silence is equal to silence in any format: what counts is what sounds, where anything does.
  private static func isOne(_ alignment: ByteAlignment, _ sent: [UInt8], _ arrived: [UInt8]) -> Bool {
    guard alignment.matched * 5 >= min(sent.count, arrived.count) else { return false }
    let least = min(sounding(sent, 0..<sent.count), sounding(arrived, 0..<arrived.count))
    let equal = alignment.runs.reduce(0) { (sum: Int, run) in sum + sounding(arrived, run.arrived) }
    return equal * 5 >= least
  }

  /// Bytes of a range that differ from the two before them.
  private static func sounding(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    let from = range.lowerBound + 2
    guard from + 1 < range.upperBound else { return 0 }
    var count = 0
    for at in stride(from: from, to: range.upperBound - 1, by: 2) where bytes[at] != bytes[at - 2] || bytes[at + 1] != bytes[at - 1] {
      count += 2
    }
    return count
  }

  /// Of two streams whose equal stretches are known, by bytes that stand for one sample each.
  init(_ alignment: ByteAlignment, sent: [UInt8], arrived: [UInt8]) {
    self.sent = sent.count
    self.arrived = arrived.count
    read(alignment, sent, arrived, 1)
  }

  private mutating func judgeUnrelated(_ sent: [UInt8], _ arrived: [UInt8], _ width: Int) {
    let whole = (sent: 0..<sent.count, arrived: 0..<arrived.count)
    if arrived.count * 2 < sent.count, let pause = Self.pause(in: sent, like: arrived) {
      missing = [0..<pause.lowerBound, pause.upperBound..<sent.count].filter { !$0.isEmpty }
    } else if Self.isBlank(arrived, whole.arrived), !Self.isBlank(sent, whole.sent) {
      alterations = [Alteration(sent: whole.sent, arrived: whole.arrived, change: .blanked)]
    } else if width == 2, Self.isOne(ByteAlignment(sent: Self.swapped(sent), arrived: arrived), sent, arrived) {
      alterations = [Alteration(sent: whole.sent, arrived: whole.arrived, change: .swapped)]
    } else {
      unrelated = true
    }
  }

  /// Runs of equal bytes, read as what was done to the stream.
  private mutating func read(_ alignment: ByteAlignment, _ bytes: [UInt8], _ arrived: [UInt8], _ width: Int) {
    let inOrder = alignment.inOrder
    var covered = Coverage(of: sent)
    let pieces = alignment.runs.indices.filter { !inOrder.contains($0) }.map { alignment.runs[$0] }.filter { $0.length >= Self.piece }
    let whole = insertedInto(alignment.runs.indices.filter(inOrder.contains).map { alignment.runs[$0] }, moved: pieces, bytes, arrived)
    for part in whole { covered.add(part.sent) }
    var previous = ByteAlignment.Run(from: 0, at: 0, length: 0)
    // A few bytes that are somewhere else too are chance, not a piece that was moved.
    for (number, run) in alignment.runs.enumerated() where inOrder.contains(number) || run.length >= Self.piece {
      // What stands in its place between others is not somewhere else too.
      if !inOrder.contains(number), whole.contains(where: { $0.arrived.contains(run.at) }) { continue }
      if !whole.contains(where: { $0.arrived.upperBound == run.at }), let silence = between(previous, run, bytes, arrived) {
        covered.add(silence)
      }
      // Silence is equal to silence: only what sounds has come before.
      let again = covered.overlaps(run.sent).map { $0.lowerBound - run.from + run.at..<$0.upperBound - run.from + run.at }
        .filter { $0.count >= Self.piece && !Self.isBlank(arrived, $0) }
      repeated += again
      if again.isEmpty, !inOrder.contains(number) { moved.append(run.arrived) }
      if (run.at - run.from) % width != 0, run.length >= 32 * width {
        alterations.append(Alteration(sent: run.sent, arrived: run.arrived, change: .offset))
      }
      covered.add(run.sent)
      previous = run
    }
    // What arrived elsewhere was moved, whatever stands in its place.
    alterations.removeAll { alteration in
      alteration.change != .offset && covered.overlaps(alteration.sent).reduce(0) { $0 + $1.count } * 2 > alteration.sent.count
    }
    let tail = previous.at + previous.length..<arrived.count
    var altered = Coverage(of: sent)
    for alteration in alterations { altered.add(alteration.sent) }
    for whole in covered.gaps(in: 0..<sent) where !altered.contains(whole.lowerBound) {
      let other = alterations.first {
        $0.change != .offset && $0.sent.lowerBound > whole.lowerBound && $0.sent.upperBound == whole.upperBound
      }
      let gap = whole.lowerBound..<(other?.sent.lowerBound ?? whole.upperBound)
      if gap.upperBound == sent, gap.lowerBound == previous.end {
        let replacement = replace(gap, of: bytes, by: tail, arrived)
        if replacement == .other || silence(gap, of: bytes, by: tail, arrived) || replacement == .silence { continue }
      }
      missing.append(Self.atAnEnd(gap, bytes) ?? gap)
    }
    if !tail.isEmpty, alterations.last?.arrived != tail, !Self.isBlank(arrived, tail) { added.append(tail) }
    moveWhatStandsElsewhere(bytes, arrived)
    moveWhatOnlyChangedPlaces(bytes, arrived)
    loseWhatAPauseStandsFor(bytes)
  }

  /// Where the last sound before a pause is lost, the pause that follows stands in its place, and seems to be shorter: as long as what is missing
  /// of it was lost from where the sound is other.
  private mutating func loseWhatAPauseStandsFor(_ sent: [UInt8]) {
    for blanked in alterations where blanked.change == .blanked {
      let pause = missing.firstIndex { gap in
        gap.lowerBound >= blanked.sent.upperBound && gap.count >= blanked.sent.count
          && Self.isBlank(sent, blanked.sent.upperBound..<gap.upperBound)
      }
      let lost = pause.map { missing[$0].count } ?? unplaced(behind: blanked, sent)
      guard lost >= blanked.sent.count else { continue }
      if let pause { missing.remove(at: pause) }
      missing.append(blanked.sent.lowerBound..<blanked.sent.lowerBound + lost)
      missing.sort { $0.lowerBound < $1.lowerBound }
      alterations.removeAll { $0 == blanked }
    }
  }

  /// What is missing of a pause that lasts to the end, where nothing else is missing or was added.
  private func unplaced(behind blanked: Alteration, _ bytes: [UInt8]) -> Int {
    guard missing.isEmpty, added.isEmpty, Self.isBlank(bytes, blanked.sent.upperBound..<bytes.count) else { return 0 }
    return sent - arrived
  }

  /// What is hardly louder than silence is not looked for: where it is missing in one place, and too much in another, byte for byte, it was moved.
  private mutating func moveWhatStandsElsewhere(_ sent: [UInt8], _ arrived: [UInt8]) {
    for extra in added {
      guard let gap = missing.firstIndex(where: { $0.count == extra.count && sent[$0].elementsEqual(arrived[extra]) }) else { continue }
      missing.remove(at: gap)
      added.removeAll { $0 == extra }
      moved.append(extra)
    }
    moved.sort { $0.lowerBound < $1.lowerBound }
  }

  /// Pieces of a pause that change places look like other bytes, for nothing in them can be found again. Where the stream has each value as often
  /// as before, none was changed.
  private mutating func moveWhatOnlyChangedPlaces(_ sent: [UInt8], _ arrived: [UInt8]) {
    let others = alterations.filter { $0.change == .other }
    guard !others.isEmpty, !moved.isEmpty else { return }
    let differing = others.reduce(0) { sum, other in sum + zip(sent[other.sent], arrived[other.arrived]).count { $0 != $1 } }
    var balance = [Int](repeating: 0, count: 256)
    for byte in sent.prefix(arrived.count) { balance[Int(byte)] += 1 }
    for byte in arrived.prefix(sent.count) { balance[Int(byte)] -= 1 }
    guard balance.reduce(0, { $0 + abs($1) }) <= differing else { return }
    alterations.removeAll { $0.change == .other }
    moved = (moved + others.map(\.arrived)).sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The same loss read as one of the beginning or of the end: a few bytes beside it that stand at its other side too may as well be those.
  private static func atAnEnd(_ gap: Range<Int>, _ sent: [UInt8]) -> Range<Int>? {
    // A pause that is left out is none of an end.
    guard !isBlank(sent, gap) else { return nil }
    let (before, behind) = (gap.lowerBound, sent.count - gap.upperBound)
    // Silence is equal to silence, however long.
    func isShort(_ edge: Range<Int>) -> Bool { !edge.isEmpty && edge.count <= gap.count && (edge.count <= reach || isBlank(sent, edge)) }
    if isShort(0..<before), sent[..<before].elementsEqual(sent[gap.upperBound - before..<gap.upperBound]) {
      return 0..<gap.count
    }
    if isShort(gap.upperBound..<sent.count),
      sent[gap.upperBound...].elementsEqual(sent[gap.lowerBound..<gap.lowerBound + behind])
    {
      return sent.count - gap.count..<sent.count
    }
    return nil
  }

  /// Stretches between runs in order of which every byte is there, with more put in between: that is added, and nothing is missing.
  /// - Parameter pieces: What stands there from elsewhere: that is moved, and no filling of a gap beside it.
  private mutating func insertedInto(
    _ runs: [ByteAlignment.Run], moved pieces: [ByteAlignment.Run], _ sent: [UInt8], _ arrived: [UInt8]
  ) -> [(sent: Range<Int>, arrived: Range<Int>)] {
    var whole: [(sent: Range<Int>, arrived: Range<Int>)] = []
    for (before, after) in zip(runs, runs.dropFirst()) where after.from > before.end && after.at > before.at + before.length {
      let (gap, filling) = (before.end..<after.from, before.at + before.length..<after.at)
      guard gap.count >= Self.piece || !pieces.contains(where: { filling.contains($0.at) }),
        let insertions = Insertions(of: sent[gap], in: arrived[filling])
      else { continue }
      added += insertions.ranges.filter { !Self.isBlank(arrived, $0) }
      whole.append((gap, filling))
    }
    return whole
  }

  /// What stands between two runs in the arrived stream: other bytes for those sent there, or bytes that nobody sent.
  /// - Returns: Silence that arrived as such.
  private mutating func between(
    _ before: ByteAlignment.Run, _ after: ByteAlignment.Run, _ sent: [UInt8], _ arrived: [UInt8]
  ) -> Range<Int>? {
    let filling = before.at + before.length..<after.at
    guard !filling.isEmpty else { return nil }
    let gap = before.end..<max(before.end, after.from)
    if !gap.isEmpty, let replacement = replace(gap, of: sent, by: filling, arrived) { return replacement == .silence ? gap : nil }
    if let pause = pause(beside: filling, in: gap, sent), replace(pause.upperBound..<gap.upperBound, of: sent, by: filling, arrived) != nil
    {
      return nil
    }
    if !Self.isBlank(arrived, filling) { added.append(filling) }
    return nil
  }

  /// Silence with which a gap begins, where it is as much as the gap is longer than what fills it: that was left out, and the rest changed.
  private func pause(beside filling: Range<Int>, in gap: Range<Int>, _ sent: [UInt8]) -> Range<Int>? {
    let pause = gap.lowerBound..<max(gap.lowerBound, gap.upperBound - filling.count)
    return pause.count >= Self.piece && filling.count >= Self.piece && Self.isBlank(sent, pause) ? pause : nil
  }

  /// What stands in the place of something that was sent.
  private enum Replacement { case other, silence }

  /// Without what is too short to be a piece of audio: the edges of what is compared block by block.
  func without(shorterThan least: Int) -> AudioComparison {
    var kept = self
    kept.missing.removeAll { $0.count < least }
    kept.moved.removeAll { $0.count < least }
    kept.added.removeAll { $0.count < least }
    kept.alterations.removeAll { $0.arrived.count < least }
    return kept
  }

  /// The same, where each place stands for so many bytes of the client's.
  func told(in unit: Int, sent: Int, arrived: Int) -> AudioComparison {
    func scaled(_ range: Range<Int>) -> Range<Int> { range.lowerBound * unit..<range.upperBound * unit }
    var told = self
    told.isConverted = true
    // What is left of the last sample that a converter makes of several.
    told.missing = missing.map { $0.upperBound == self.sent ? $0.lowerBound * unit..<sent : scaled($0) }
    told.repeated = repeated.map(scaled)
    told.moved = moved.map(scaled)
    told.added = added.map(scaled)
    told.alterations = alterations.map { Alteration(sent: scaled($0.sent), arrived: scaled($0.arrived), change: $0.change) }
    (told.sent, told.arrived) = (sent, arrived)
    told.moveWhatWasNotFoundAgain(unit)
    told.repeatWhatWasNotFoundAgain()
    return told
  }

  /// Through a converter not every piece is found again: where as much arrived as was sent, what is missing in one place and too much in another was moved.
  private mutating func moveWhatWasNotFoundAgain(_ unit: Int) {
    guard abs(sent - arrived) <= 2 * unit, !missing.isEmpty, !repeated.isEmpty || !added.isEmpty else { return }
    let others = alterations.filter { $0.change != .offset }.map(\.arrived)
    func length(_ ranges: [Range<Int>]) -> Int { ranges.reduce(0) { $0 + $1.count } }
    guard length(others) <= 2 * length(missing) else { return }
    moved = (moved + repeated + added + others).sorted { $0.lowerBound < $1.lowerBound }
    (missing, repeated, added) = ([], [], [])
    alterations.removeAll { $0.change != .offset }
  }

  /// Nor is every piece that came again: fewer other bytes, beside such pieces, are the rest of those. So is a pause that a piece which was not
  /// found pushed into the place of sound.
  private mutating func repeatWhatWasNotFoundAgain() {
    let others = alterations.filter { $0.change != .offset }.map(\.arrived)
    func length(_ ranges: [Range<Int>]) -> Int { ranges.reduce(0) { $0 + $1.count } }
    guard !others.isEmpty, length(others) < length(repeated) else { return }
    repeated = (repeated + others).sorted { $0.lowerBound < $1.lowerBound }
    alterations.removeAll { $0.change != .offset }
  }

  /// Notes a replacement, where the two are of a size. Silence in place of silence is not noted, whatever sounds at its edges.
  private mutating func replace(_ sent: Range<Int>, of bytes: [UInt8], by arrived: Range<Int>, _ others: [UInt8]) -> Replacement? {
    guard !arrived.isEmpty, arrived.count * 4 >= sent.count * 3, sent.count * 4 >= arrived.count * 3 else { return nil }
    let isBlank = Self.isBlank(others, arrived)
    if isBlank, Self.sounding(bytes, sent) < max(Self.piece, sent.count / 8) { return .silence }
    alterations.append(Alteration(sent: sent, arrived: arrived, change: isBlank ? .blanked : .other))
    return .other
  }

  /// Notes silence in place of the last sound before the pause with which the audio ends: as long as the two together.
  private mutating func silence(_ end: Range<Int>, of bytes: [UInt8], by tail: Range<Int>, _ others: [UInt8]) -> Bool {
    guard tail.count >= Self.piece, tail.count * 4 >= end.count * 3, end.count * 4 >= tail.count * 3, Self.isBlank(others, tail),
      let last = end.dropFirst(2).last(where: { bytes[$0] != bytes[$0 - 2] })
    else { return false }
    let length = min(last + 1 - end.lowerBound, tail.count)
    guard length >= Self.piece else { return false }
    alterations.append(
      Alteration(
        sent: end.lowerBound..<end.lowerBound + length, arrived: tail.lowerBound..<tail.lowerBound + length, change: .blanked))
    return true
  }

  /// Bytes that are taken for a piece of audio: some milliseconds.
  private static let piece = 160
  /// So far from an end of the stream, a loss may be one of the end: less than most messages hold.
  private static let reach = 4096

  static func swapped(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for at in stride(from: 0, to: result.count - 1, by: 2) { result.swapAt(at, at + 1) }
    return result
  }

  /// Where a stream has the same value as often in a row, of which little that arrived is made alone: the first such stretch.
  static func pause(in sent: [UInt8], like arrived: [UInt8]) -> Range<Int>? {
    guard arrived.count >= 2, isBlank(arrived, 0..<arrived.count) else { return nil }
    var start = 0
    for at in stride(from: 0, to: sent.count - 1, by: 2) {
      if sent[at] != arrived[0] || sent[at + 1] != arrived[1] {
        start = at + 2
      } else if at + 2 - start >= arrived.count {
        return start..<start + arrived.count
      }
    }
    return nil
  }

  /// How far one value of one or two bytes goes from the beginning.
  static func blankStart(_ bytes: [UInt8]) -> Int {
    guard bytes.count >= 2 else { return bytes.count }
    let other = stride(from: 0, to: bytes.count - 1, by: 2).first { bytes[$0] != bytes[0] || bytes[$0 + 1] != bytes[1] }
    return other ?? bytes.count
  }

  /// One value of one or two bytes over and over.
  static func isBlank(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count >= 2 else { return true }
    return stride(from: range.lowerBound, to: range.upperBound - 1, by: 2).allSatisfy {
      bytes[$0] == bytes[range.lowerBound] && bytes[$0 + 1] == bytes[range.lowerBound + 1]
    }
  }
}
