/// The report as one page that opens from disk: everything is inside it, and it asks nothing of anybody.
///
/// Useful without JavaScript: that only filters, copies and sets JSON out. Everything from a recording is text (`HTMLWriter`).
package struct HTMLRenderer: Renderer {
  package init() {}

  package func render(_ report: Report) -> String { HTMLPage.text(report) }
}
