internal import CReportFiles

/// Style and script of a page: files that are inside the binary, so that a report loads nothing from anywhere.
///
/// They have no `<` and no `&`, so that the page is well-formed XML too; a test holds them to it.
enum PageFile: String {
  /// Light and dark. Contrast is at least 4.5 for text in both (WCAG 2.2, 1.4.3). Colour never says anything alone: a mark or a word stands beside it.
  case colours = "colours.css"
  /// Elements wherever they stand, and what is said to screen readers only.
  case frame = "frame.css"
  /// Cards, tables, lists and the books.
  case parts = "parts.css"
  /// Ladders and charts.
  case drawings = "drawings.css"
  /// On a telephone, and on paper.
  case narrow = "narrow.css"
  /// What the page does where JavaScript may run: folds, copies, and the frame tables.
  case script = "report.js"

  /// In the order in which they stand on the page.
  static let style: [PageFile] = [.colours, .frame, .parts, .drawings, .narrow]

  var text: String { Self.texts[rawValue] ?? "" }

  /// Read once.
  private static let texts: [String: String] = {
    var texts: [String: String] = [:]
    for index in 0... {
      let file = sttcheck_report_file_at(index)
      guard let name = file.name else { break }
      texts[String(cString: name)] = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.size), as: UTF8.self)
    }
    return texts
  }()
}
