/// A session as far as the page has room for it.
struct HTMLSessionView {
  let session: HTMLSession
  let frames: HTMLFrames
  let points: Int

  init(_ session: HTMLSession, named: [Int64: EventLine], _ budget: HTMLBudget) {
    self.session = session
    frames = HTMLFrames(
      session.rows, list: session.list.fitted(budget.frames, heads: budget.heads), named: named, session.ladder, budget)
    points = budget.points
  }

  /// Anchors in the ladder, by event.
  var arrows: [Int64: String] { session.ladder.anchors }
  /// Anchors in the frame table, by event.
  var rows: [Int64: String] { frames.anchors }
}
