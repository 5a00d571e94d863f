/// A piece of a page as a value. Text is text whatever it says: only `HTMLWriter` makes markup, and it escapes by type.
///
/// Names of elements and attributes come from closed sets, links lead inside the page only, and style and script are
/// files of this source: nothing from a recording can become markup, or a request.
indirect enum HTML: Sendable {
  case text(String)
  case element(HTMLTag, [HTMLAttribute], [HTML])
  case group([HTML])
  /// A line break of the source, inside `pre`.
  case newline
  /// Style or script as it stands in our source.
  case verbatim(PageFile)

  static let nothing = HTML.group([])

  static func tag(_ tag: HTMLTag, _ attributes: [HTMLAttribute] = [], _ content: [HTML] = []) -> HTML { .element(tag, attributes, content) }

  /// A link to an anchor of this page.
  static func link(_ anchor: String, _ content: [HTML], _ attributes: [HTMLAttribute] = []) -> HTML {
    .tag(.a, [.href(anchor)] + attributes, content)
  }

  /// Something as it was written or sent, in the typeface of code.
  static func code(_ text: String) -> HTML { .tag(.code, [.dir("ltr")], [.text(text)]) }

  /// Lines that keep their breaks and blanks.
  static func block(_ lines: [String], _ attributes: [HTMLAttribute] = []) -> HTML {
    let content = lines.enumerated().flatMap { index, line -> [HTML] in index == 0 ? [.text(line)] : [.newline, .text(line)] }
    return .tag(.pre, attributes + [.dir("ltr"), .tabindex(0)], [.tag(.code, [], content)])
  }

  /// What is said to those who can't see colour, place or shape.
  static func unseen(_ text: String) -> HTML { .tag(.span, [.class("unseen")], [.text(text)]) }

  /// `content` where there is something to show.
  static func when(_ condition: Bool, _ content: @autoclosure () -> HTML) -> HTML { condition ? content() : .nothing }
}

extension HTML: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) { self = .text(value) }
}
