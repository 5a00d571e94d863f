/// A time or length rounded to a grid: what is nearly the same is in the same cell or the next one, and is found without a walk.
struct TimeCell: Hashable {
  private let number: Int

  /// - Parameters:
  ///   - seconds: Any value at all: it comes out of somebody's JSON.
  ///   - width: Of a cell, in seconds: what is less apart is in one cell or in two that touch.
  init(_ seconds: Double, width: Double) {
    let cell = (seconds / width).rounded(.down)
    number = Int(exactly: cell) ?? (cell > 0 ? .max : .min)
  }

  private init(number: Int) { self.number = number }

  /// This one and its neighbours.
  var around: [TimeCell] { [number &- 1, number, number &+ 1].map(TimeCell.init(number:)) }
}
