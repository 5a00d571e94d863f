import Foundation
import Reporting
import Speech
import Testing

/// The schemas of the comparison, of the history, of a probe and of the machine: what is written fits, nothing goes unnoticed, and the copies are the
/// schemas.
struct OtherSchemasTests {
  private func check(_ schema: String, _ written: [String]) throws {
    let checker = try SchemaChecker(schema)
    for text in written {
      let value = try JSONValue(parsing: Array(text.utf8))
      #expect(checker.faults(in: value).filter { !$0.hasSuffix("minLength") } == [])
      #expect(value.withoutEachMember.count > 10)
      for changed in value.withEachMemberOfAnotherType { #expect(!checker.faults(in: changed).isEmpty, "another type goes unnoticed") }
      for cut in value.withoutEachMember { #expect(!checker.faults(in: cut).isEmpty, "a member may go unnoticed") }
    }
  }

  @Test func aComparisonFits() throws {
    try check(
      DiffSchema.text,
      try [RunDiffTests.diff(Samples.healthy, Samples.noCloseStream), RunDiffTests.diff(Samples.noCloseStream, Samples.unreachable)]
        .map { DiffFormat.json.render($0) })
  }

  @Test func aHistoryFits() throws {
    try check(HistorySchema.text, [HistoryFormat.json.render(try HistoryTests.history(HistoryTests.three + [Samples.unreachable]))])
  }

  @Test func whatAMachineIsLikeFits() throws {
    try check(MachineSchema.text, [MachineFormat.json.render(MachineReport(MachineJudgeTests.good))])
    // What is not known is null, and fits too.
    let checker = try SchemaChecker(MachineSchema.text)
    for one in MachineJudgeTests.cases {
      var figures = MachineJudgeTests.good
      one.change(&figures)
      #expect(checker.faults(in: try JSONValue(parsing: Array(MachineFormat.json.render(MachineReport(figures)).utf8))) == [])
    }
  }

  @Test(arguments: Samples.hostile) func hostileTextFits(_ text: String) throws {
    let diff = try JSONValue(parsing: Array(DiffFormat.json.render(try DiffFormatsTests.hostile(text)).utf8))
    #expect(try SchemaChecker(DiffSchema.text).faults(in: diff).filter { !$0.hasSuffix("minLength") } == [])
  }

  @Test(arguments: [
    ("diff", DiffSchema.text), ("history", HistorySchema.text), ("probe", ProbeSchema.text), ("doctor", MachineSchema.text),
  ])
  func theCopyIsTheSchema(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Fixtures/\(name).schema.json").standardized
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(name).schema.json: run again without RECORD_SNAPSHOTS")
      return
    }
    #expect(String(decoding: try Data(contentsOf: url), as: UTF8.self) == text)
  }
}
