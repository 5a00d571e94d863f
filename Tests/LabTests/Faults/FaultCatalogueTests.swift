import Lab
import Testing
import Timeline

@Suite struct FaultCatalogueTests {
  @Test func namesAreUniqueAndBeginWithTheirRule() {
    let names = FaultCatalogue.all.map(\.name)
    #expect(Set(names).count == names.count)
    for fault in FaultCatalogue.all {
      #expect(fault.name == fault.rule || fault.name.hasPrefix(fault.rule + ":"))
      #expect(!fault.summary.isEmpty && !fault.summary.hasSuffix(".") && !fault.summary.contains("\n"))
    }
  }

  @Test func spellingsAreUnique() {
    #expect(Set(FaultCatalogue.spellings).count == FaultCatalogue.spellings.count)
  }

  @Test(arguments: [
    ("early-break", ["early-break"]), ("early-break,early-break:mute", ["early-break", "early-break:mute"]),
    (" early-break , service-refused", ["early-break", "service-refused"]), ("early-break,early-break:relay", ["early-break"]),
    ("close-stream-missing:relay", ["close-stream-missing"]), ("close-stream-missing:client", ["close-stream-missing:client"]),
    ("pacing-too-fast:client", ["pacing-too-fast"]), ("audio-altered:swap", ["audio-altered"]),
    ("protocol-violation:masked", ["protocol-violation"]), ("service-refusal-hidden:silent", ["service-refusal-hidden"]),
  ])
  func readsLists(_ list: String, names: [String]) throws {
    #expect(try FaultCatalogue.parse(list).names == names)
  }

  @Test(arguments: [
    ("early-break:after=2", ["early-break:after=2"]), ("early-break:mute:after=3", ["early-break:mute:after=3"]),
    ("early-break:relay:after=2", ["early-break:after=2"]), ("early-break : after = 2 ", ["early-break:after=2"]),
    // The value that stands by itself need not be written; the same fault twice is one.
    ("early-break:after=1", ["early-break"]), ("early-break:after=2,early-break:after=2", ["early-break:after=2"]),
    ("early-break:after=002", ["early-break:after=2"]),
  ])
  func readsValues(_ list: String, names: [String]) throws {
    #expect(try FaultCatalogue.parse(list).names == names)
  }

  @Test(arguments: [
    ("early-break:after=0", "early-break: after=0 is not allowed\n  allowed: a whole number of finals from 1 to 1000"),
    ("early-break:after=", "early-break: after= is not allowed\n  allowed: a whole number of finals from 1 to 1000"),
    ("early-break:after=two", "early-break: after=two is not allowed\n  allowed: a whole number of finals from 1 to 1000"),
    ("early-break:aftr=2", "early-break has no \"aftr\"; did you mean \"after\"?\n  allowed: after"),
    ("early-break:after=1:after=2", "early-break: after is given twice"),
    ("early-break:after=1:mute", "early-break: \"mute\" stands behind a value, where only name=value may stand\n  allowed: after=…"),
    ("close-stream-missing:ms=5", "close-stream-missing takes no values, and was given \"ms=5\""),
    ("early-break,early-break:after=2", "early-break is given twice, with different values"),
  ])
  func saysWhichValueIsWrong(_ list: String, sentence: String) {
    let error = #expect(throws: FaultError.self) { try FaultCatalogue.parse(list) }
    #expect(error?.description == "--fault: \(sentence)")
  }

  @Test func everyStandardValueIsAllowedAndEveryNameIsAWord() throws {
    for fault in FaultCatalogue.all {
      #expect(Set(fault.parameters.names).count == fault.parameters.names.count)
      #expect(try FaultCatalogue.parse(fault.spelled).names == [fault.name])
      for parameter in fault.parameters.all {
        #expect(parameter.name.allSatisfy { $0.isLetter }, "\(fault.name) \(parameter.name)")
        #expect(!parameter.synopsis.contains("\n"))
      }
    }
  }

  @Test func aBareNameIsTheRelaysCloseStream() throws {
    #expect(try FaultCatalogue.parse("close-stream-missing").faults.map(\.party) == [.relay])
  }

  @Test(arguments: [("early-brake", "early-break"), ("closestream-missing", "close-stream-missing"), ("bananas", nil as String?)])
  func saysWhichNameWasMeant(_ wrong: String, nearest: String?) {
    let error = #expect(throws: FaultError.self) { try FaultCatalogue.parse(wrong) }
    #expect(error?.nearest == nearest)
    #expect(error?.description.contains("there is no fault \"\(wrong)\"") == true)
    #expect(error?.description.contains("results-not-forwarded") == true)
    if let nearest { #expect(error?.description.contains("did you mean \"\(nearest)\"?") == true) }
  }

  @Test(arguments: ["", "early-break,", ","]) func aMissingNameIsSaid(_ list: String) {
    let error = #expect(throws: FaultError.self) { try FaultCatalogue.parse(list) }
    #expect(error?.description.hasPrefix("--fault: a name is missing") == true)
  }
}
