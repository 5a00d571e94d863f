package import Timeline

/// The stretch of a session in which an operator is at work; times count from the connection's opening.
package struct Stretch: Sendable, Hashable {
  package var from: Nanoseconds
  package var until: Nanoseconds

  package static let whole = Stretch(from: 0, until: .max)

  func contains(_ time: Nanoseconds) -> Bool { from <= time && time < until }

  /// `from 1.5 s to 3.0 s`, `all the time`.
  package var text: String {
    switch (from, until) {
    case (0, .max): "all the time"
    case (_, .max): "from \(Self.seconds(from)) on"
    case (0, _): "until \(Self.seconds(until))"
    default: "from \(Self.seconds(from)) to \(Self.seconds(until))"
    }
  }

  private static func seconds(_ time: Nanoseconds) -> String { "\(time / 100_000_000 / 10).\(time / 100_000_000 % 10) s" }
}
