internal import Diagnosis
internal import Timeline

/// Reads a session's events, in order of time, into rows: joins fragments, folds runs of audio, marks evidence.
struct LadderReader {
  private(set) var rows: [LadderRow] = []
  private let info: SessionInfo
  private let seesServiceHop: Bool
  private let evidence: LadderEvidence
  private var lines: [Int: LadderConnection] = [:]
  /// The row of the run of audio that may still go on, by hop.
  private var runs: [Hop: Int] = [:]
  private var lastAt: Nanoseconds?
  /// Rows at which they are folded in the midst of reading.
  private var limit = LadderFolding.most
  private(set) var isFolded = false

  init(_ info: SessionInfo, seesServiceHop: Bool, evidence: LadderEvidence) {
    self.info = info
    self.seesServiceHop = seesServiceHop
    self.evidence = evidence
  }

  mutating func read(_ event: Event) {
    if case .note(let note) = event.kind, !isShown(note, event.id) { return }
    silence(until: event.at)
    switch event.kind {
    case .request(let head): add(event, upstream: true, .handshake, LadderLabel.request(head))
    case .response(let head): add(event, upstream: false, .handshake, LadderLabel.response(head))
    case .failed(let failure): add(event, upstream: true, .failure, LadderLabel.failure(failure))
    case .frame(let frame): read(frame, event)
    case .violation(let violation): add(event, upstream: upstream(event, violation.sender), .violation, LadderLabel.violation(violation))
    case .ended(let end): add(event, upstream: end.by.map { upstream(event, $0) }, .end, LadderLabel.end(end))
    case .note(let note): add(event, upstream: nil, .note, LadderLabel.note(note))
    }
  }

  /// Messages that nobody finished get their rows too.
  mutating func finish() {
    var unfinished: [LadderRow] = []
    for (_, line) in lines.sorted(by: { $0.key < $1.key }) {
      for open in line.unfinished {
        var row = LadderRow(
          at: open.at, hop: line.hop, open.isUpstream ? .towardsService : .towardsClient, open.isUpstream ? .control : .message,
          "unfinished message, \(Wording.count(open.events.count, "frame"))", events: open.events)
        mark(&row)
        unfinished.append(row)
      }
    }
    guard !unfinished.isEmpty else { return }
    rows = (rows + unfinished).enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// Steps are the scenario's own text, and what was awaited has its arrow.
  private func isShown(_ note: Note, _ event: Int64) -> Bool {
    (note.code != .step && note.code != .awaited) || evidence.names(event)
  }

  private mutating func silence(until at: Nanoseconds) {
    defer { lastAt = max(at, lastAt ?? at) }
    guard let lastAt, at - lastAt >= Ladder.gapFrom else { return }
    runs = [:]
    let place = seesServiceHop ? "on either hop" : "from either side"
    rows.append(
      LadderRow(at: lastAt, until: at, hop: nil, nil, .gap, "\(Wording.decimal((at - lastAt).seconds, 1)) s with nothing \(place)"))
  }

  private mutating func read(_ frame: FrameEvent, _ event: Event) {
    guard let hop = event.hop else { return }
    let messages = info.messages
    guard let content = lines[event.connection, default: LadderConnection(hop: hop, messages: messages)].take(frame, event) else { return }
    if content.kind == .audio, extendRun(hop, content, at: event.at) { return }
    var row = LadderRow(
      at: event.at, hop: hop, frame.sender == hop.dialler ? .towardsService : .towardsClient, content.kind, content.label,
      events: content.events)
    row.tally = content.tally
    mark(&row)
    append(row)
  }

  /// A run goes on while nothing else happens on its hop and no second passes without a frame.
  private mutating func extendRun(_ hop: Hop, _ content: LadderContent, at: Nanoseconds) -> Bool {
    guard let index = runs[hop], at - rows[index].until < .seconds(1) else { return false }
    extend(index, by: content.events, content.tally, at: at)
    return true
  }

  private mutating func extend(_ index: Int, by events: [Int64], _ tally: LadderTally, at: Nanoseconds) {
    rows[index].until = at
    rows[index].events += events
    rows[index].tally.count += tally.count
    rows[index].tally.bytes += tally.bytes
    for event in events { evidence.mark(event, on: &rows[index]) }
  }

  private mutating func add(_ event: Event, upstream: Bool?, _ kind: LadderRow.Kind, _ label: String) {
    let direction = upstream.map { $0 ? LadderRow.Direction.towardsService : .towardsClient }
    var row = LadderRow(at: event.at, hop: event.hop, event.hop == nil ? nil : direction, kind, label, events: [event.id])
    mark(&row)
    append(row)
  }

  private func mark(_ row: inout LadderRow) {
    for event in row.events { evidence.mark(event, on: &row) }
  }

  private mutating func append(_ row: LadderRow) {
    if rows.count >= limit {
      rows = LadderFolding.early(rows)
      // What can't be folded is not tried again until there is twice as much of it.
      limit = max(2 * rows.count, LadderFolding.most)
      runs = [:]
      isFolded = true
    }
    rows.append(row)
    guard let hop = row.hop else { return runs = [:] }
    runs[hop] = row.kind == .audio ? rows.count - 1 : nil
  }

  private func upstream(_ event: Event, _ sender: Party) -> Bool { sender == event.hop?.dialler }
}
