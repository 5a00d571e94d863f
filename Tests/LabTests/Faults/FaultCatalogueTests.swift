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

  @Test(arguments: [
    ("early-break", ["early-break"]), ("early-break,early-break:mute", ["early-break", "early-break:mute"]),
    (" early-break , service-refused", ["early-break", "service-refused"]), ("early-break,early-break:relay", ["early-break"]),
    ("close-stream-missing:relay", ["close-stream-missing"]), ("close-stream-missing:client", ["close-stream-missing:client"]),
    ("pacing-too-fast:client", ["pacing-too-fast"]),
  ])
  func readsLists(_ list: String, names: [String]) throws {
    #expect(try FaultCatalogue.parse(list).names == names)
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
