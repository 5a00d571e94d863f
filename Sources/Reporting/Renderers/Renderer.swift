/// One format of a report: a small pure function from the report to text that ends with a newline.
package protocol Renderer: Sendable {
  func render(_ report: Report) -> String
}
