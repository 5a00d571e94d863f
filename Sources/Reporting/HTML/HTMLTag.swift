/// The elements that a report uses; nothing else can be written.
enum HTMLTag: String, Sendable {
  case html, head, meta, title, style, script, body
  case header, main, nav, section, article, footer, aside, figure, figcaption
  case h1, h2, h3, h4, p, div, span, strong, em, code, pre, br, time, ins, del, mark
  case ul, ol, li, dl, dt, dd, a, button, form, label, select, option, input, details, summary, output
  case table, caption, thead, tbody, tr, th, td
  case svg, g, line, rect, path, polyline, circle, text, tspan, defs, marker, desc

  /// Elements that have no content and no end tag (HTML §13.1.2).
  var isVoid: Bool {
    switch self {
    case .meta, .br, .input: true
    default: false
    }
  }
}
