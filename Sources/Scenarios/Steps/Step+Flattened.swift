extension Step {
  /// The same without `repeat` and `parallel`: what one client does, one step after the other.
  package var flattened: [Step] {
    switch self {
    case .repeat(let times, let steps): Array(repeatElement(steps.flatMap(\.flattened), count: times).joined())
    case .parallel(_, let steps): steps.flatMap(\.flattened)
    default: [self]
    }
  }

  /// How many steps it comes to, repetitions counted; never above a limit that nobody needs.
  var count: Int {
    switch self {
    case .repeat(let times, let steps):
      let (product, tooMany) = steps.reduce(0) { min($0 + $1.count, 1 << 30) }.multipliedReportingOverflow(by: times)
      return tooMany ? 1 << 30 : min(product, 1 << 30)
    case .parallel(_, let steps): return steps.reduce(0) { min($0 + $1.count, 1 << 30) }
    default: return 1
    }
  }
}
