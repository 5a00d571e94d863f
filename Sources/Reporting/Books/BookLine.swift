internal import Diagnosis

/// One line of a session's books, as it is shown: what went in, what came out, and whether the two fit.
struct BookLine {
  /// Whether something differs here.
  enum Mark {
    case balanced, differs
    /// Something differs that only deserves a remark, or was provoked.
    case remark
    /// One of the two sides was not seen, and nothing tells that anything is wrong.
    case unseen
    /// Nothing is owed here.
    case plain

    var sign: String {
      switch self {
      case .balanced: "✓"
      case .differs: "✗"
      case .remark: "!"
      case .unseen: "–"
      case .plain: "·"
      }
    }

    /// The same for those who can't see it.
    var word: String {
      switch self {
      case .balanced: "balances"
      case .differs: "differs"
      case .remark: "remark"
      case .unseen: "not seen whole"
      case .plain: "nothing is owed"
      }
    }
  }

  static let unseen = "not seen"

  /// `audio`, `end of stream` …
  let matter: String
  let into: String?
  let outOf: String?
  let mark: Mark
  let differences: [BookDifference]

  private init(_ line: Account.Line, _ account: Account, _ report: Report) {
    matter = line.matter
    into = line.into
    outOf = line.outOf
    differences = line.entries.map { BookDifference(account.entries[$0], report) }
    mark =
      if differences.contains(where: \.isFault) {
        .differs
      } else if !differences.isEmpty {
        .remark
      } else if line.duties.isEmpty {
        .plain
      } else {
        line.into == nil || line.outOf == nil ? .unseen : .balanced
      }
  }

  /// Lines of a session that a page has room for.
  private static let most = 16

  /// The lines of a session, and how many more there are that balance; nil where it has no books.
  static func all(_ session: SessionResult, _ report: Report) -> (shown: [BookLine], more: Int)? {
    guard let account = session.account, !account.lines.isEmpty else { return nil }
    let lines = account.lines.map { BookLine($0, account, report) }
    guard lines.count > most else { return (lines, 0) }
    // A client that came back many times has a set of lines for each time.
    let shown = lines.enumerated().filter { $0.offset < most / 2 || !$0.element.differences.isEmpty }.prefix(4 * most).map(\.element)
    return (shown, lines.count - shown.count)
  }
}
