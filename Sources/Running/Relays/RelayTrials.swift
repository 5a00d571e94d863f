package import Chance

/// Many relays by chance, one after the other and some at once.
package enum RelayTrials {
  /// Every so many relays the suites are played whole.
  package static let suiteInterval = 20

  /// In the order of the numbers; each is handed on as soon as its turn has come.
  /// - Parameter atOnce: Relays that are played side by side.
  package static func run(
    _ numbers: Range<Int>, of lottery: Lottery, toolVersion: String, atOnce: Int = 2, playsSuites: Bool = true,
    each: @Sendable (RelayTrial) -> Void
  ) async throws {
    try await SideBySide.each(Array(numbers), atOnce: atOnce) { number in
      try RelayTrial(
        lottery.draw(number), toolVersion: toolVersion, playsSuites: playsSuites && number % suiteInterval == suiteInterval - 1)
    } take: {
      each($0)
    }
  }
}
