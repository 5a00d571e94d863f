internal import Reporting

/// The reports that can be written: their names on the command line, their files, who renders them.
enum ReportFormat: String, CaseIterable {
  case html, markdown, json, junit, tap, github

  var fileName: String {
    switch self {
    case .html: "report.html"
    case .markdown: "report.md"
    case .json: "report.json"
    case .junit: "junit.xml"
    case .tap: "report.tap"
    case .github: "github.md"
    }
  }

  func render(_ report: Report) -> String {
    let renderer: any Renderer =
      switch self {
      case .html: HTMLRenderer()
      case .markdown: MarkdownRenderer()
      case .json: JSONRenderer()
      case .junit: JUnitRenderer()
      case .tap: TAPRenderer()
      case .github: GitHubRenderer()
      }
    return renderer.render(report)
  }
}
