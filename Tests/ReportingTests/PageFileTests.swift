import Foundation
import Reporting
import Testing

/// Style and script of a page are the files of `Sources/CReportFiles/Page`, whole, and nothing in them can end the element that they stand in.
struct PageFileTests {
  private static let style = ["colours.css", "frame.css", "parts.css", "drawings.css", "narrow.css"]
  private static let script = "report.js"
  private static let folder = Outside.beside("../../Sources/CReportFiles/Page")

  private static func file(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

  private static func content(of element: String, _ page: String) throws -> String {
    let parts = page.split(separator: "<\(element)>", omittingEmptySubsequences: false)
    try #require(parts.count == 2, "one <\(element)>")
    return String(try #require(parts[1].split(separator: "</\(element)>", maxSplits: 1, omittingEmptySubsequences: false).first))
  }

  @Test func thePageHasTheFiles() throws {
    let page = HTMLRenderer().render(try Samples.everything())
    #expect(try Self.content(of: "style", page) == "\n" + Self.style.map(Self.file).joined())
    #expect(try Self.content(of: "script", page) == "\n" + Self.file(Self.script))
  }

  @Test func everyFileIsOnThePage() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(files) == Set(Self.style + [Self.script]))
  }

  /// The page is well-formed XML too, and loads nothing from anywhere.
  @Test(arguments: style + [script]) func noFileHasMarkup(_ name: String) throws {
    let text = try Self.file(name)
    #expect(text.utf8.count > 500 && text.hasSuffix("\n"))
    #expect(!text.contains("<") && !text.contains("&"))
    for way in ["http:", "https:", "url(", "@import", "fetch(", "XMLHttpRequest", "import("] { #expect(!text.contains(way), "\(way)") }
  }
}
