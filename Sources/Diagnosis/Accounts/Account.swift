internal import Timeline

/// The books of one session: what went in, what came out, and where the two differ.
///
/// Complete by construction: each book looks at everything that its parties owe each other. So a session without entries is in order, and an entry
/// that no finding covers is a fault that has no name yet.
package struct Account: Sendable, Equatable {
  /// One line to show: how much of something went in and came out.
  package struct Line: Sendable, Equatable {
    package var book: Book
    /// `audio`, `finals`, `end of stream` …
    package var matter: String
    /// In words, as `2.9 s, 126 messages`; nil where it can't be seen.
    package var into: String?
    package var outOf: String?
    /// Where what came out differs: places in `entries`.
    package var entries: [Int]

    package init(_ book: Book, _ matter: String, into: String?, outOf: String?, entries: [Int] = []) {
      self.book = book
      self.matter = matter
      self.into = into
      self.outOf = outOf
      self.entries = entries
    }
  }

  package let session: Int
  package private(set) var lines: [Line] = []
  package private(set) var entries: [Entry] = []

  /// Nothing differs that matters.
  package var isBalanced: Bool { entries.allSatisfy { $0.severity != .error } }

  /// - Parameter run: What a session's books need to know of the others.
  init(_ session: SessionFacts, in run: RunFacts) {
    self.session = session.info.number
    guard !session.interrupted else { return }
    for leg in session.legs {
      let pages: [Page] = [
        OwnBook.page(leg), LifeBook.page(leg, run), DeclarationBook.page(leg), AudioBook.page(leg, run), ControlBook.page(leg, run),
        PromiseBook.page(leg, run), ResultsBook.page(leg, run),
      ]
      for page in pages {
        for var line in page.lines {
          line.entries = page.entries.indices.filter { page.entries[$0].duty.book == line.book }.map { $0 + entries.count }
          lines.append(line)
        }
        entries += page.entries
      }
    }
  }

  /// What one book says of a session.
  struct Page {
    var lines: [Line] = []
    var entries: [Entry] = []
  }
}
