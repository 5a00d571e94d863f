import Diagnosis
import Foundation
import Reporting
import Speech
import Testing
import Timeline

/// The comparison in each form: the same story, and nothing that a relay says gets out of its place.
struct DiffFormatsTests {
  static func hostile(_ text: String) throws -> RunDiff {
    let before = RunBehaviour(try Samples.report(Samples.healthy), source: text)
    var after = RunBehaviour(try Samples.filled { text }, source: text)
    for index in after.causes.indices { after.causes[index].cause = text }
    return RunDiff(before: before, after: after)
  }

  @Test func everyFormTellsTheSame() throws {
    let diff = try RunDiffTests.diff(Samples.healthy, Samples.noCloseStream)
    for format in DiffFormat.allCases {
      let text = format.render(diff)
      for part in ["regression", "close-stream-missing", "CloseStream", "Metadata", "a.sqlite", "b.sqlite", "latency"]
      where part != "latency" {
        #expect(text.contains(part), "\(format) lacks \(part)")
      }
      #expect(text == format.render(diff) && text.hasSuffix("\n"))
    }
  }

  @Test func theTerminalKeepsItsWidth() throws {
    for width in [40, 60, 80] {
      let text = TerminalDiff(width: width).render(try RunDiffTests.diff(Samples.healthy, Samples.noCloseStream))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    }
  }

  @Test func jsonIsReadByPrograms() throws {
    let diff = try RunDiffTests.diff(Samples.healthy, Samples.noCloseStream)
    let value = try JSONValue(parsing: Array(DiffFormat.json.render(diff).utf8))
    #expect(value["schema"]?.string == "sttcheck.diff/1" && value["regression"]?.bool == true)
    #expect(value["counts"]?["regression"]?.integer == diff.count(.regression))
    let effects = value["changes"]?.array?.compactMap { $0["effect"]?.string }
    #expect(effects == diff.changes.map(\.effect.rawValue) && effects?.isEmpty == false)
    #expect(value["scenarios"]?[0]?["changes"]?.array?.count == diff.scenarios[0].changes.count)
  }

  @Test(arguments: Samples.hostile) func hostileTextIsOnlyText(_ text: String) throws {
    let diff = try Self.hostile(text)
    let page = try HTMLDocument(DiffFormat.html.render(diff))
    #expect(page.all("script").count == 1)
    try HTMLRendererTests.expectHarmless(page)
    _ = try JSONValue(parsing: Array(DiffFormat.json.render(diff).utf8))
    for format in [DiffFormat.terminal, .markdown] {
      let shown = format.render(diff)
      for scalar in shown.unicodeScalars where scalar != "\n" {
        #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory))
      }
    }
    let rows = DiffFormat.markdown.render(diff).split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.allSatisfy { $0.hasSuffix("|") })
  }
}
