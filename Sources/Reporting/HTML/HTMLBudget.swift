internal import Diagnosis
internal import Timeline

/// How much of each session the page shows, so that a run of any length stays a page that can be attached.
///
/// The first level shows all that people read; each further level shows less, until the page fits.
struct HTMLBudget {
  /// Bytes of a page that still goes through mail and tickets, with some room.
  static let page = 1_900_000
  static let lastLevel = 11
  /// Rows of the table of sessions.
  static let table = 2000

  /// Events of a run below which each frame of audio shows its first bytes.
  static let headed = 16_000

  /// Sessions that are drawn; the others stand in the table of sessions only.
  let sessions: Int
  /// Rows of the frame table of one session, audio folded.
  let rows: Int
  /// Frames of one session that the script can list one by one.
  let frames: Int
  /// Whether the first bytes of each frame of audio have room.
  let heads: Bool
  /// Characters of one payload.
  let payload: Int
  /// Points of one line of a chart.
  let points: Int

  /// Levels that a page of a size is at least too high: what does not shrink is left out of account.
  static func steps(from size: Int) -> Int {
    var steps = 0
    var rest = Double(size)
    while rest > Double(page) {
      rest *= shrink
      steps += 1
    }
    return max(1, steps - 1)
  }

  private static let shrink = 0.65

  init(_ report: Report, level: Int) {
    let share = (0..<level).reduce(1.0) { share, _ in share * Self.shrink }
    let count = Double(max(1, min(60, report.diagnosis.sessions.count)))
    func part(_ most: Double, _ least: Int) -> Int { max(least, Int(most * share)) }
    sessions = part(60, 3)
    rows = part(min(1200, 6000 / count), 24)
    let all = report.recording.events.count
    let most = Double(HTMLFrameList.most)
    frames = part(all <= HTMLFrameList.most ? most : most / count, 300)
    heads = level == 0 && all < Self.headed
    payload = part(4000, 160)
    points = part(min(240, 4800 / count), 40)
  }
}
