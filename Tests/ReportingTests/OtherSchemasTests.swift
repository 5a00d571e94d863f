import Reporting
import Speech
import Testing

/// The schemas of the comparison, of the history and of the machine: what is written fits, and nothing goes unnoticed.
struct OtherSchemasTests {
  private func check(_ name: String, _ written: [String]) throws {
    let checker = try SchemaChecker(of: name)
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
      "diff",
      try [RunDiffTests.diff(Samples.healthy, Samples.noCloseStream), RunDiffTests.diff(Samples.noCloseStream, Samples.unreachable)]
        .map { DiffFormat.json.render($0) })
  }

  @Test func aHistoryFits() throws {
    try check("history", [HistoryFormat.json.render(try HistoryTests.history(HistoryTests.three + [Samples.unreachable]))])
  }

  @Test func whatAMachineIsLikeFits() throws {
    try check("doctor", [MachineFormat.json.render(MachineReport(MachineJudgeTests.good))])
    // What is not known is null, and fits too.
    let checker = try SchemaChecker(of: "doctor")
    for one in MachineJudgeTests.cases {
      var figures = MachineJudgeTests.good
      one.change(&figures)
      #expect(checker.faults(in: try JSONValue(parsing: Array(MachineFormat.json.render(MachineReport(figures)).utf8))) == [])
    }
  }

  @Test(arguments: Samples.hostile) func hostileTextFits(_ text: String) throws {
    let diff = try JSONValue(parsing: Array(DiffFormat.json.render(try DiffFormatsTests.hostile(text)).utf8))
    #expect(try SchemaChecker(of: "diff").faults(in: diff).filter { !$0.hasSuffix("minLength") } == [])
  }
}
