/// Much work, some of it at once.
enum SideBySide {
  /// Does the same with every item. What comes of each is handed on in the order of the items, as soon as its turn has come.
  /// - Parameter atOnce: Items that are worked on at the same time.
  static func each<Item: Sendable, Outcome: Sendable>(
    _ items: [Item], atOnce: Int, work: @escaping @Sendable (Item) async throws -> Outcome, take: (Outcome) -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      var waiting: [Int: Outcome] = [:]
      var next = 0
      func arrived(_ place: Int, _ outcome: Outcome) {
        waiting[place] = outcome
        while let outcome = waiting.removeValue(forKey: next) {
          take(outcome)
          next += 1
        }
      }
      for (place, item) in items.enumerated() {
        if place >= atOnce, let done = try await group.next() { arrived(done.0, done.1) }
        group.addTask { (place, try await work(item)) }
      }
      for try await done in group { arrived(done.0, done.1) }
    }
  }
}
