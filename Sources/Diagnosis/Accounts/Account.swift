internal import Timeline

/// The books of one session: what went in, what came out, and where the two differ.
///
/// Complete by construction: each book looks at everything that its parties owe each other. So a session without entries is in order, and an entry
/// that no finding covers is a fault that has no name yet.
package struct Account: Sendable, Equatable {
  /// One line to show: how much of something went in and came out.
  package struct Line: Sendable, Equatable {
    package var book: Book
    /// `audio`, `results with words`, `end of stream` …
    package var matter: String
    /// In words, as `2.90 s, 126 messages`; nil where it can't be seen.
    package var into: String?
    package var outOf: String?
    /// What is owed here.
    package var duties: Set<Duty>
    /// Where what came out differs: places in `entries`.
    package var entries: [Int] = []

    /// - Parameter duties: nil: all of the book's.
    init(_ book: Book, _ matter: String, into: String?, outOf: String?, duties: Set<Duty>? = nil) {
      self.book = book
      self.matter = matter
      self.into = into
      self.outOf = outOf
      self.duties = duties ?? Set(Duty.allCases.filter { $0.book == book })
    }
  }

  package let session: Int
  /// When its client came.
  let begun: Nanoseconds
  /// In the order of a session's life. Each entry stands in one of them.
  package var lines: [Line] = []
  package var entries: [Entry] = []

  /// Nothing differs that matters.
  package var isBalanced: Bool { entries.allSatisfy { $0.severity != .error || $0.isExcused } }

  /// The entry that tells most of what went wrong: of those that weigh most the first in time; nil where nothing differs.
  package var foremost: Entry? { entries.min { ($0.weight, $0.onset.at) < ($1.weight, $1.onset.at) } }

  /// - Parameter run: What a session's books need to know of the others.
  init(_ session: SessionFacts, in run: RunFacts) {
    self.session = session.info.number
    begun = session.client.begun
    guard !session.interrupted else { return }
    let legs = session.legs
    for (index, leg) in legs.enumerated() {
      let pages: [Page] = [
        OwnBook.page(leg), LifeBook.page(leg, run), DeclarationBook.page(leg), AudioBook.page(leg, run), ControlBook.page(leg, run),
        PromiseBook.page(leg, run), ResultsBook.page(leg, run),
      ]
      let unseen = run.unseenDuties
      add(
        pages.flatMap(\.lines), pages.flatMap(\.entries).filter { !unseen.contains($0.duty) }, connection: legs.count > 1 ? index + 1 : nil)
    }
  }

  /// - Parameter connection: Which of its client's, where that came back.
  private mutating func add(_ lines: [Line], _ entries: [Entry], connection: Int?) {
    let known = lines.reduce(into: Set<Duty>()) { $0.formUnion($1.duties) }
    let rest = Book.allCases.compactMap { book -> Line? in
      let duties = Set(entries.map(\.duty).filter { $0.book == book && !known.contains($0) })
      return duties.isEmpty ? nil : Line(book, book.matter, into: nil, outOf: nil, duties: duties)
    }
    let ordered = (lines + rest).enumerated().sorted { ($0.element.first, $0.offset) < ($1.element.first, $1.offset) }
    for (_, line) in ordered {
      var line = line
      line.entries = entries.indices.filter { line.duties.contains(entries[$0].duty) }.map { $0 + self.entries.count }
      if let connection { line.matter += ", connection \(connection)" }
      self.lines.append(line)
    }
    self.entries += entries
  }

  /// What one book says of a session.
  struct Page {
    var lines: [Line] = []
    var entries: [Entry] = []
  }
}

extension Account.Line {
  /// Its place in a session's life.
  fileprivate var first: Int { duties.map(\.rawValue).min() ?? -1 }
}

extension Entry {
  /// Errors that nothing excuses come first.
  fileprivate var weight: Int {
    switch severity {
    case .error: isExcused ? 2 : 0
    case .warning: 1
    case .notice: 3
    }
  }
}
